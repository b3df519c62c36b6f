using System.Text.Json;

namespace Mien.Analysis.Tests;

public sealed class JsonTimelineSinkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rows_models_and_summary_are_there()
    {
        TimelineMoment[] moments =
        [
            Samples.Moment(0, 0, Samples.Face(1, "happy")) with { Speech = Samples.Speech(0, 4) },
            Samples.Moment(0.5, 1),
            Samples.Moment(1, 2, Samples.Face(1, "sad")),
        ];
        using JsonDocument document = await Write(Samples.Header("we \"said\" </script>.mp4"), moments, interrupted: false);
        JsonElement root = document.RootElement;
        Assert.Equal("mien.analysis/1", root.GetProperty("schema").GetString());
        Assert.Equal("we \"said\" </script>.mp4", root.GetProperty("input").GetProperty("name").GetString());
        Assert.Equal(["face", "speech"], root.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("task").GetString()));
        Assert.Equal(4, root.GetProperty("models")[0].GetProperty("spec").GetProperty("image").GetProperty("width").GetInt32());
        Assert.False(root.GetProperty("interrupted").GetBoolean());

        JsonElement[] rows = [.. root.GetProperty("rows").EnumerateArray()];
        Assert.Equal(3, rows.Length);
        Assert.Equal("happy", rows[0].GetProperty("dominant_emotion").GetString());
        Assert.Equal(0.7, rows[0].GetProperty("emotions").GetProperty("happy").GetDouble(), 6);
        Assert.Equal(0.6, rows[0].GetProperty("face").GetProperty("happy").GetDouble(), 6);
        Assert.Equal(0.75, rows[0].GetProperty("speech").GetProperty("anger").GetDouble(), 6);
        Assert.False(rows[1].TryGetProperty("face_id", out _));

        JsonElement person = Assert.Single(root.GetProperty("summary").GetProperty("people").EnumerateArray().ToArray());
        Assert.Equal(1, person.GetProperty("face_id").GetInt32());
        Assert.Equal(0.5, person.GetProperty("shares").GetProperty("happy").GetDouble(), 6);
        Assert.Equal(1, root.GetProperty("summary").GetProperty("speech").GetProperty("windows").GetInt32());
    }

    [Fact]
    public async Task An_interrupted_file_is_whole_and_says_so()
    {
        using JsonDocument document = await Write(Samples.Header(), [Samples.Moment(0, 0)], interrupted: true);
        Assert.True(document.RootElement.GetProperty("interrupted").GetBoolean());
    }

    [Fact]
    public async Task Rows_reach_the_disk_while_the_analysis_runs()
    {
        string path = Path.Combine(_folder.Path, "long.json");
        await using JsonTimelineSink sink = new(path);
        await sink.BeginAsync(Samples.Header(), default);
        for (int i = 0; i < 2000; i++)
            await sink.WriteAsync(Samples.Moment(i, i, Samples.Face(1, "happy")));
        Assert.True(new FileInfo(path + ".part").Length > 300_000);
    }

    private async Task<JsonDocument> Write(TimelineHeader header, TimelineMoment[] moments, bool interrupted)
    {
        string path = Path.Combine(_folder.Path, "clip.json");
        TimelineSummarizer summarizer = new();
        await using JsonTimelineSink sink = new(path);
        await sink.BeginAsync(header, default);
        foreach (TimelineMoment moment in moments)
        {
            summarizer.Add(moment);
            await sink.WriteAsync(moment);
        }
        await sink.CompleteAsync(summarizer.Complete(interrupted));
        return JsonDocument.Parse(await File.ReadAllBytesAsync(path));
    }
}
