using Mien.Core;

namespace Mien.Analysis.Tests;

public sealed class CsvTimelineSinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File_ => Path.Combine(_folder.Path, "clip.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Columns_are_those_that_were_promised()
    {
        string[] lines = await Write(Samples.Header());
        Assert.Equal(
            "input,frame,time_s,face_id,face_confidence,x,y,width,height,yaw,pitch,roll,size,blur,brightness,occlusion,quality,reliable,neutral,happy,sad,surprise,fear,disgust,anger,"
            + "dominant_emotion,dominant_probability,face_sad,face_happy,face_neutral,speech_calm,speech_anger",
            Assert.Single(lines));
    }

    [Fact]
    public async Task Each_face_has_a_row_and_no_face_has_one()
    {
        string[] lines = await Write(Samples.Header(),
            Samples.Moment(0.04, 1, Samples.Face(1, "happy"), Samples.Face(3, "sad")),
            Samples.Moment(0.08, 2),
            Samples.Moment(0.12, 3) with { Speech = Samples.Speech(0, 4) });
        Assert.Equal(5, lines.Length);
        Assert.Equal(
            "clip.mp4,1,0.040000,1,0.9000,1.50,2.25,30.00,40.00,-12.5,3.0,0.5,30.0,0.2500,120.0,0.1250,0.5000,1,0.050000,0.700000,0.050000,0.050000,0.050000,0.050000,0.050000,"
            + "happy,0.700000,0.100000,0.600000,0.300000,,", lines[1]);
        Assert.StartsWith("clip.mp4,1,0.040000,3,", lines[2], StringComparison.Ordinal);
        Assert.Equal("clip.mp4,2,0.080000" + new string(',', 29), lines[3]);
        // Without a face the voice alone is fused.
        Assert.Equal("clip.mp4,3,0.120000,,,,,,,,,,,,,,,,0.050000,0.050000,0.050000,0.050000,0.050000,0.050000,0.700000,anger,0.700000,,,,0.250000,0.750000", lines[4]);
        Assert.All(lines, line => Assert.Equal(31, line.Count(c => c == ',')));
    }

    [Fact]
    public async Task Sound_alone_has_no_frame_number()
    {
        string[] lines = await Write(Samples.Header() with { FaceModel = null }, new TimelineMoment(MediaTime.FromSeconds(2), null, [], Samples.Speech(0, 4)));
        Assert.StartsWith("clip.mp4,,2.000000,,,,,,,,,,,,,,,,0.05", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("face_sad", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Landmarks_are_written_where_they_are_asked_for()
    {
        Point2[] points = [.. Enumerable.Range(0, 68).Select(i => new Point2(i, 2 * i))];
        FaceObservation face = Samples.Face(1, "happy") with { Landmarks = new FaceLandmarks68(points, new float[68]) };
        TimelineHeader header = Samples.Header() with { Options = new AnalysisOptions { WriteLandmarks = true } };
        string[] lines = await Write(header, Samples.Moment(0.04, 1, face, Samples.Face(2, "sad")), Samples.Moment(0.08, 2));
        Assert.EndsWith(",landmark_67_x,landmark_67_y", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",66.00,132.00,67.00,134.00", lines[1], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(31 + 136, line.Count(c => c == ',')));
    }

    [Theory]
    [InlineData("plain name.mp4", "plain name.mp4")]
    [InlineData("a,b.mp4", "\"a,b.mp4\"")]
    [InlineData("say \"hi\".mp4", "\"say \"\"hi\"\".mp4\"")]
    [InlineData("two\nlines.mp4", "\"two\nlines.mp4\"")]
    public void Names_are_quoted_as_RFC_4180_says(string name, string field) => Assert.Equal(field, CsvTimelineSink.Quote(name));

    [Fact]
    public async Task Lines_end_with_CRLF_and_the_file_has_its_name_only_when_complete()
    {
        CsvTimelineSink sink = new(File_);
        await sink.BeginAsync(Samples.Header(), default);
        await sink.WriteAsync(Samples.Moment(0, 0));
        Assert.False(File.Exists(File_));
        await sink.CompleteAsync(Samples.Summary(interrupted: true));
        await sink.DisposeAsync();
        string text = await File.ReadAllTextAsync(File_);
        Assert.Equal(2, text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        Assert.Equal([File_], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task An_abandoned_file_leaves_the_old_one_as_it_was()
    {
        await File.WriteAllTextAsync(File_, "old");
        CsvTimelineSink sink = new(File_);
        await sink.BeginAsync(Samples.Header(), default);
        for (int i = 0; i < 5000; i++)
            await sink.WriteAsync(Samples.Moment(i, i, Samples.Face(1, "happy")));
        await sink.DisposeAsync();
        Assert.Equal("old", await File.ReadAllTextAsync(File_));
        Assert.Equal([File_], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_one_clear_sentence()
    {
        string file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "");
        CsvTimelineSink sink = new(Path.Combine(file, "clip.csv"));
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(async () => await sink.BeginAsync(Samples.Header(), default));
        Assert.Contains("--output", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_is_one_clear_sentence()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        // The partial file is a link to the device that is always full.
        File.CreateSymbolicLink(File_ + ".part", "/dev/full");
        CsvTimelineSink sink = new(File_);
        await sink.BeginAsync(Samples.Header(), default);
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(async () =>
        {
            for (int i = 0; i < 5000; i++)
                await sink.WriteAsync(Samples.Moment(i, i, Samples.Face(1, "happy")));
            await sink.CompleteAsync(Samples.Summary());
        });
        Assert.Contains("disk is full", error.Message, StringComparison.Ordinal);
        await sink.DisposeAsync();
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    private async Task<string[]> Write(TimelineHeader header, params TimelineMoment[] moments)
    {
        await using CsvTimelineSink sink = new(File_);
        await sink.BeginAsync(header, default);
        foreach (TimelineMoment moment in moments)
            await sink.WriteAsync(moment);
        Assert.Equal(File_, await sink.CompleteAsync(Samples.Summary()));
        return (await File.ReadAllTextAsync(File_)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
