using Mien.Core;
using Mien.Media;

namespace Mien.Analysis.Tests;

/// <summary>Real films of real people, where the shared data are at hand.</summary>
public sealed class ClipTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bbaf2n.mpg", 1)]
    [InlineData("bbaf2n.mpg", 1, 3)]
    [InlineData("single_face.mp4", 1)]
    [InlineData("no_face.mp4", 0)]
    public async Task One_person_is_one_person_and_a_cartoon_is_nobody(string clip, int people, int detectEvery = 1)
    {
        using Analyzer analyzer = Load();
        AnalysisResult result = await analyzer.AnalyzeAsync(
            new MediaInput(SharedClip(clip), null),
            new AnalysisOptions { OutputDirectory = _folder.Path, Formats = OutputFormats.Csv | OutputFormats.Json, DetectEveryNthFrame = detectEvery, Duration = TimeSpan.FromSeconds(4) });
        Assert.Equal(people, result.Summary.People.Count);
        if (people > 0)
            Assert.True(result.Summary.FramesWithFace >= 0.95 * result.Summary.Frames, $"{result.Summary.FramesWithFace} of {result.Summary.Frames}");
        string[] rows = await File.ReadAllLinesAsync(result.Files[0]);
        Assert.Equal(result.Summary.Frames + 1, rows.Length);
    }

    [Fact]
    public async Task A_film_comes_back_annotated_with_its_times_and_its_sound()
    {
        using Analyzer analyzer = Load();
        AnalysisResult result = await analyzer.AnalyzeAsync(
            new MediaInput(SharedClip("obama_20s.mp4"), null),
            new AnalysisOptions { OutputDirectory = _folder.Path, Formats = OutputFormats.Video, Start = TimeSpan.FromSeconds(2), Duration = TimeSpan.FromSeconds(2) });
        MediaFileSource film = await MediaFileSource.OpenAsync(Assert.Single(result.Files));
        Assert.NotNull(film.Info.Audio);
        List<double> times = [];
        await foreach (VideoFrame frame in film.ReadFramesAsync())
        {
            times.Add(frame.Time.Seconds);
            frame.Dispose();
        }
        Assert.Equal(result.Summary.Frames, times.Count);
        Assert.Equal(0.04, (times[^1] - times[0]) / (times.Count - 1), 3);
    }

    /// <summary>A film of the shared data; skips the test where they are not at hand.</summary>
    internal static string SharedClip(string name)
    {
        Assert.SkipUnless(NativeLibraryLocator.Find("libonnxruntime.so.1") is not null && NativeLibraryLocator.Find("libmien_vision.so") is not null, "the native libraries are not built");
        return SharedData.Require(Path.Combine("clips", name));
    }

    private static Analyzer Load() => new(new AnalysisModels
    {
        FaceDetector = Vision.OnnxFaceDetector.Load(SharedData.Require("models/yunet_n_dynamic.onnx")),
    });
}
