using System.Text.Json;
using Mien.Core;

namespace Mien.Analysis.Tests;

public sealed class LiveRecorderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Frames_and_windows_without_pictures_are_recorded_in_order()
    {
        string csv = Path.Combine(_folder.Path, "talk.csv"), json = Path.Combine(_folder.Path, "talk.json");
        await using LiveRecorder recorder = Recorder([.. LiveRecorder.CreateSinks(csv, "live"), .. LiveRecorder.CreateSinks(json, "live")]);
        await recorder.WriteAsync(Result(1, 0, isSkipped: false));
        await recorder.WriteAsync(Result(1.1, 1, isSkipped: true));
        await recorder.WriteAsync(Samples.Speech(0, 1.5)); // its middle lies before the frame
        await recorder.WriteAsync(Samples.Speech(0, 4));
        await recorder.WriteAsync(Result(5, 9, isSkipped: false));
        Assert.False(File.Exists(csv));
        AnalysisResult? result = await recorder.CompleteAsync(interrupted: false);
        Assert.Equal([csv, json], result!.Files);
        Assert.Equal((2, false), (result.Summary.Frames, result.Summary.Interrupted));
        string[][] rows = [.. File.ReadAllLines(csv).Skip(1).Select(line => line.Split(','))];
        Assert.Equal([("0", "1.000000"), ("", "2.000000"), ("9", "5.000000")], rows.Select(row => (row[1], row[2])));
        Assert.All(rows, row => Assert.Equal("camera and microphone", row[0]));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        Assert.Equal(3, document.RootElement.GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public async Task What_is_not_completed_leaves_nothing()
    {
        string csv = Path.Combine(_folder.Path, "talk.csv");
        await using (LiveRecorder recorder = Recorder(LiveRecorder.CreateSinks(csv, "live")))
            await recorder.WriteAsync(Result(1, 0, isSkipped: false));
        await using (LiveRecorder empty = Recorder(LiveRecorder.CreateSinks(csv, "live")))
            Assert.Null(await empty.CompleteAsync(interrupted: true));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task Names_say_what_is_written()
    {
        Assert.IsType<HtmlTimelineSink>(Assert.Single(LiveRecorder.CreateSinks("talk.HTML", "live")));
        Assert.Equal(3, LiveRecorder.CreateSinks(Path.Combine(_folder.Path, "new"), "live").Count);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "takes.v2"));
        Assert.Equal(3, LiveRecorder.CreateSinks(Path.Combine(_folder.Path, "takes.v2"), "live").Count);
        Assert.Contains("talk.mp4", Assert.Throws<UserErrorException>(() => LiveRecorder.CreateSinks("talk.mp4", "live")).Message);
        await using LiveRecorder blocked = Recorder(LiveRecorder.CreateSinks("/proc/nothing/talk.csv", "live"));
        await Assert.ThrowsAsync<UserErrorException>(async () => await blocked.WriteAsync(Result(1, 0, isSkipped: false)));
    }

    [Fact]
    public void Shipped_models_are_loaded_at_the_size_and_length_that_is_asked_for()
    {
        Assert.SkipUnless(NativeLibraryLocator.Find("libonnxruntime.so.1") is not null && NativeLibraryLocator.Find("libmien_vision.so") is not null, "the native libraries are not built");
        AnalysisModelOptions options = new() { Threads = 1, FacePictureWidth = 96, SpeechFrames = 300 };
        using LoadedModels loaded = LoadedModels.Load(options);
        Assert.Equal(96, loaded.Models.FaceClassifier!.Spec.Image!.Width);
        Assert.Equal(96, loaded.Models.FaceModel!.Spec.Image!.Width);
        Assert.Equal(300, loaded.Models.SpeechClassifier!.Spec.Audio!.Frames);
        Assert.Equal(300, loaded.Models.SpeechModel!.Spec.Audio!.Frames);
        LiveWarmUp.Run(loaded.Models, new LiveOptions(), [.. QualityLadder.For(96, hasSpeech: true)]);
        Assert.Contains("picture size must be", Assert.Throws<UserErrorException>(() => LoadedModels.Load(options with { FacePictureWidth = 3 })).Message);
    }

    private static LiveRecorder Recorder(IReadOnlyList<ITimelineSink> sinks) => new(
        "camera and microphone", new AnalysisModels { FaceModel = Samples.FaceModel, SpeechModel = Samples.SpeechModel }, new LiveOptions(), sinks, new FakeClock());

    private static LiveResult Result(double seconds, long frame, bool isSkipped) =>
        new(Samples.Moment(seconds, frame, Samples.Face(1, "happy")), QualityLevel.Full, isSkipped, default, null);
}
