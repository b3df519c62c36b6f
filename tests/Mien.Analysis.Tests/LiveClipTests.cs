using Mien.Core;
using Mien.Inference;
using Mien.Media;

namespace Mien.Analysis.Tests;

/// <summary>A film analysed live, frame by frame, with the models that come with Mien.</summary>
public sealed class LiveClipTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<LoadedModels> _models = new(() => LoadedModels.Load(new AnalysisModelOptions { Threads = 1 }));

    public void Dispose()
    {
        if (_models.IsValueCreated)
            _models.Value.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("obama_20s.mp4")]
    public async Task Live_agrees_with_the_analysis_of_the_file(string? clip)
    {
        RequireNativeParts();
        string film = clip is null ? await LiveFilm.WriteAsync(_folder.Path) : ClipTests.SharedClip(clip);
        MediaReadOptions reading = new() { Duration = TimeSpan.FromSeconds(LiveFilm.Seconds), AudioSampleRateHz = 16000 };
        CollectingSink sink = new();
        using (Analyzer analyzer = new(_models.Value.Models))
            await analyzer.AnalyzeAsync(await MediaSource.OpenAsync(film, reading), new AnalysisOptions(), [sink]);

        LiveSession session = new(_models.Value.Models);
        (List<LiveResult> results, List<SpeechObservation> windows) = await RunAsync(session, await MediaSource.OpenAsync(film, reading));

        Assert.Equal(sink.Moments.Select(moment => (moment.Time, moment.FrameIndex)), results.Select(result => (result.Time, result.Moment.FrameIndex)));
        Assert.True(results.Count(result => result.Moment.Faces.Count == 1) > 0.8 * results.Count);
        foreach ((TimelineMoment file, LiveResult live) in sink.Moments.Zip(results))
        {
            Assert.Equal(file.Faces.Select(face => (face.Id, face.Detection, face.IsReliable)), live.Moment.Faces.Select(face => (face.Id, face.Detection, face.IsReliable)));
            foreach ((FaceObservation expected, FaceObservation actual) in file.Faces.Zip(live.Moment.Faces))
            {
                Assert.Equal(expected.Quality, actual.Quality);
                Assert.Equal(expected.Landmarks!.Points, actual.Landmarks!.Points);
                // The file's faces are read several frames at once, which rounds otherwise.
                AssertClose(expected.Face!, actual.Face!, 1e-4);
            }
            Assert.True(live.Moment.Speech is null || live.Moment.Speech.End <= live.Time);
            Assert.True(live.Timing.Total >= live.Timing.Detect + live.Timing.Read);
        }

        // Windows of full length are the file's, less those that would have ended after the last frame.
        SpeechObservation[] whole = [.. sink.Moments.Select(moment => moment.Speech!).Distinct()];
        Assert.NotEmpty(whole);
        foreach (SpeechObservation window in windows.Where(window => window.End - window.Start == TimeSpan.FromSeconds(4)))
        {
            SpeechObservation? same = whole.FirstOrDefault(other => other.Start == window.Start && other.End == window.End);
            Assert.NotNull(same);
            Assert.Equal(same.Presence, window.Presence);
            Assert.Equal(same.Speech is null, window.Speech is null);
            if (same.Speech is not null)
                AssertClose(same.Speech, window.Speech!, 1e-6);
        }
        Assert.Contains(windows, window => window.Speech is not null);
        Assert.Contains(results, result => result.Moment.Faces is [{ Fused: not null }] && result.Moment.Speech?.Shared is not null);
    }

    [Fact]
    public async Task Sessions_side_by_side_over_the_same_models_say_what_one_alone_says()
    {
        RequireNativeParts();
        string film = await LiveFilm.WriteAsync(_folder.Path);
        MediaReadOptions reading = new() { AudioSampleRateHz = 16000 };
        (List<LiveResult> alone, _) = await RunAsync(new LiveSession(_models.Value.Models), await MediaSource.OpenAsync(film, reading));

        (List<LiveResult> Results, List<SpeechObservation> Windows)[] together = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
            await RunAsync(new LiveSession(_models.Value.Models), await MediaSource.OpenAsync(film, reading)))));

        foreach ((List<LiveResult> results, _) in together)
        {
            Assert.Equal(alone.Count, results.Count);
            foreach ((LiveResult expected, LiveResult actual) in alone.Zip(results))
            {
                Assert.Equal(expected.Moment.Faces.Select(face => (face.Id, face.Detection, face.Quality)), actual.Moment.Faces.Select(face => (face.Id, face.Detection, face.Quality)));
                foreach ((FaceObservation one, FaceObservation other) in expected.Moment.Faces.Zip(actual.Moment.Faces))
                    AssertClose(one.Fused!, other.Fused!, 0);
            }
        }
    }

    [Fact]
    public async Task A_lower_level_reads_smaller_pictures_and_every_second_frame()
    {
        RequireNativeParts();
        string film = await LiveFilm.WriteAsync(_folder.Path);
        MediaReadOptions reading = new() { AudioSampleRateHz = 16000 };
        (List<LiveResult> full, _) = await RunAsync(new LiveSession(_models.Value.Models), await MediaSource.OpenAsync(film, reading));
        (List<LiveResult> low, List<SpeechObservation> windows) = await RunAsync(
            new LiveSession(_models.Value.Models), await MediaSource.OpenAsync(film, reading), new QualityLevel(3, "low", 32, 0, 2));

        Assert.Equal(full.Count, low.Count);
        Assert.All(windows, window => Assert.True(window.End.Seconds <= 1)); // the level comes with the first frame
        Assert.Equal(low.Count / 2, low.Count(result => result.IsSkipped));
        Assert.Equal(low.Select((_, i) => i % 2 == 1), low.Select(result => result.IsSkipped));
        (LiveResult one, LiveResult other) = (full[^2], low[^2]);
        Assert.Equal(one.Moment.Faces.Count, other.Moment.Faces.Count);
        Assert.NotEqual(one.Moment.Faces[0].Face!.Probabilities.ToArray(), other.Moment.Faces[0].Face!.Probabilities.ToArray());
    }

    private static async Task<(List<LiveResult> Results, List<SpeechObservation> Windows)> RunAsync(LiveSession session, IMediaSource source, QualityLevel? level = null)
    {
        List<LiveResult> results = [];
        List<SpeechObservation> windows = [];
        await using IAsyncEnumerator<AudioChunk> sound = source.ReadAudioAsync().GetAsyncEnumerator();
        bool more = await sound.MoveNextAsync();
        await foreach (VideoFrame frame in source.ReadFramesAsync())
        {
            using (frame)
            {
                for (; more && sound.Current.End <= frame.Time; more = await sound.MoveNextAsync())
                    windows.AddRange(session.PushAudio(sound.Current));
                results.Add(session.Analyze(frame, level));
            }
        }
        return (results, windows);
    }

    private static void AssertClose(EmotionEstimate expected, EmotionEstimate actual, double tolerance)
    {
        Assert.Equal(expected.Labels, actual.Labels);
        for (int i = 0; i < expected.Labels.Count; i++)
            Assert.Equal(expected.Probabilities[i], actual.Probabilities[i], tolerance);
    }

    private static void RequireNativeParts() => Assert.SkipUnless(
        NativeLibraryLocator.Find("libonnxruntime.so.1") is not null && NativeLibraryLocator.Find("libmien_vision.so") is not null, "the native libraries are not built");
}
