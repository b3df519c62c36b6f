using Mien.Core;
using Mien.Media;

namespace Mien.Analysis.Tests;

public sealed class AnalyzerTests
{
    private static readonly float[] s_happy = [0, 1, 0];

    [Fact]
    public async Task Frames_become_moments_with_people_and_fused_emotions()
    {
        // Variable frame rate; the face is there from frame 5 on; a tracker confirms it with its third sighting.
        double[] times = [.. Enumerable.Range(0, 40).Select(i => i < 20 ? i * 0.04 : 0.8 + (i - 20) * 0.1)];
        FakeMedia media = new(times, new float[16000 * 3]);
        SpeechObservation voice = Samples.Speech(0, 4, "anger", 0.5f);
        CollectingSink sink = new();
        AnalysisResult result = await Analyze(media, sink, Models(i => i >= 5 ? FakeDetector.Steady : null, new FakeSpeechAnalyzer([voice])));

        Assert.Equal(times.Select(MediaTime.FromSeconds), sink.Moments.Select(moment => moment.Time));
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (long?)i), sink.Moments.Select(moment => moment.FrameIndex));
        Assert.All(sink.Moments, moment => Assert.Same(voice, moment.Speech));
        Assert.All(sink.Moments.Take(5), moment => Assert.Empty(moment.Faces));
        Assert.All(sink.Moments.Skip(8), moment => Assert.Equal(1, Assert.Single(moment.Faces).Id));
        FaceObservation face = sink.Moments[^1].Faces[0];
        Assert.Equal("happy", face.Face!.Dominant);
        // Constant inputs, so smoothing changes nothing: the documented pool of both.
        double faceWeight = Samples.FaceModel.Reliability.AboveChance * face.Quality.Score, voiceWeight = Samples.SpeechModel.Reliability.AboveChance * 0.5;
        double expected = (faceWeight * (3.0 / 7) + voiceWeight * 0.05) / (faceWeight + voiceWeight);
        Assert.Equal(expected, face.Fused!.Probabilities[EmotionLabelSet.Shared7.IndexOf("happy")], 4);
        Assert.Single(result.Summary.People);
        Assert.Equal((40L, false), (result.Summary.Frames, result.Summary.Interrupted));
        AssertClean(media, sink);
    }

    [Fact]
    public async Task Landmarks_give_the_pose_the_quality_and_the_crop()
    {
        FakeMedia media = new([0, 0.04, 0.08]);
        FakeLandmarks landmarks = new(hidden: 0.25f);
        CropRecorder classifier = new();
        CollectingSink sink = new();
        AnalysisModels models = Models(_ => FakeDetector.Steady with { Landmarks = new(new(1, 1), new(2, 1), new(1, 2), new(1, 3), new(2, 3)) }) with { FaceLandmarks = landmarks, FaceClassifier = classifier };
        await Analyze(media, sink, models);

        FaceObservation face = Assert.Single(sink.Moments[^1].Faces);
        Assert.NotNull(face.Quality.Pose);
        Assert.Equal(0.25f, face.Quality.Occlusion);
        Assert.Equal(FakeLandmarks.Points[0], face.Landmarks!.Points[0]);
        Assert.Equal(FaceLandmarks68.ToFive(FakeLandmarks.Points), classifier.Last!.Value.Landmarks);
    }

    [Theory]
    [InlineData(LowQualityFaces.Mark, 0.0, true, true)]
    [InlineData(LowQualityFaces.Mark, 1.0, false, true)]
    [InlineData(LowQualityFaces.Withhold, 1.0, false, false)]
    [InlineData(LowQualityFaces.Withhold, 0.0, true, true)]
    public async Task The_emotion_of_a_poorly_seen_face_is_marked_or_withheld(LowQualityFaces action, double least, bool isReliable, bool isTold)
    {
        CollectingSink sink = new();
        await Analyze(new FakeMedia([0, 0.04]), sink, Models(_ => FakeDetector.Steady with { Landmarks = default(FaceLandmarks5) }), new AnalysisOptions { MinQuality = least, LowQuality = action });

        FaceObservation face = Assert.Single(sink.Moments[^1].Faces);
        Assert.Equal(isReliable, face.IsReliable);
        Assert.Equal(isTold, face.Face is not null);
        Assert.Equal(isTold, face.Fused is not null);
    }

    [Fact]
    public async Task Memory_is_bounded_because_a_slow_end_slows_the_beginning()
    {
        FakeMedia media = new(Enumerable.Range(0, 2000).Select(i => i * 0.04));
        int written = 0, ahead = 0;
        CollectingSink sink = new() { OnMoment = _ => ahead = Math.Max(ahead, media.FramesGiven - written++) };
        await Analyze(media, sink, Models(_ => FakeDetector.Steady));
        Assert.InRange(ahead, 1, 24);
        AssertClean(media, sink);
    }

    [Fact]
    public async Task Stopping_keeps_what_is_complete_and_leaks_nothing()
    {
        using CancellationTokenSource stop = new();
        FakeMedia media = new(Endless());
        CollectingSink sink = new() { OnMoment = moment => { if (moment.FrameIndex == 100) stop.Cancel(); } };
        AnalysisResult result = await Analyze(media, sink, Models(_ => FakeDetector.Steady), cancellationToken: stop.Token).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.True(result.Summary.Interrupted);
        Assert.True(sink.Summary!.Interrupted);
        Assert.InRange(sink.Moments.Count, 101, 140);
        Assert.Equal(sink.Moments.Count, result.Summary.Frames);
        AssertClean(media, sink);
    }

    [Theory]
    [InlineData("decode")]
    [InlineData("detect")]
    [InlineData("classify")]
    [InlineData("write")]
    public async Task A_failure_anywhere_ends_everything_and_is_told(string stage)
    {
        UserErrorException failure = new($"{stage} broke");
        void FailAt(string name, long index)
        {
            if (name == stage && index == 50)
                throw failure;
        }
        FakeMedia media = new(Endless()) { BeforeFrame = index => FailAt("decode", index) };
        CollectingSink sink = new() { OnMoment = moment => FailAt("write", moment.FrameIndex!.Value) };
        AnalysisModels models = Models(index =>
        {
            FailAt("detect", index);
            return FakeDetector.Steady;
        }) with
        {
            FaceClassifier = new FakeFaceClassifier(Samples.FaceLabels, index =>
            {
                FailAt("classify", index);
                return s_happy;
            }),
        };
        UserErrorException thrown = await Assert.ThrowsAsync<UserErrorException>(() => Analyze(media, sink, models).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.Same(failure, thrown);
        Assert.Null(sink.Summary);
        AssertClean(media, sink);
    }

    [Fact]
    public async Task Sound_that_outlasts_the_pictures_is_not_waited_for()
    {
        FakeMedia media = new(Enumerable.Range(0, 20).Select(i => i * 0.04), new float[16000]);
        FakeSpeechAnalyzer speech = new(Enumerable.Range(0, int.MaxValue).Select(i => Samples.Speech(i, i + 4)));
        CollectingSink sink = new();
        AnalysisResult result = await Analyze(media, sink, Models(_ => null, speech)).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(20, result.Summary.Frames);
        Assert.InRange(speech.Given, 1, 100);
    }

    [Fact]
    public async Task Sound_that_cannot_be_decoded_is_left_out_with_a_warning()
    {
        FakeMedia media = new([0, 0.04, 0.08], new float[160]) { SoundFailure = new UserErrorException("no samples.") };
        CollectingSink sink = new();
        AnalysisResult result = await Analyze(media, sink, Models(_ => null, new SpeechAnalyzer(new FakeSpeechClassifier())));
        Assert.Equal(3, sink.Moments.Count);
        Assert.Contains("no samples.", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sound_without_pictures_has_a_moment_for_each_window()
    {
        FakeMedia media = new(null, new float[16000 * 6], MediaKind.Audio);
        CollectingSink sink = new();
        AnalysisResult result = await Analyze(media, sink, Models(_ => null, new FakeSpeechAnalyzer([Samples.Speech(0, 4), Samples.Speech(1, 5, null, 0)])));
        Assert.Equal([2.0, 3.0], sink.Moments.Select(moment => moment.Time.Seconds));
        Assert.All(sink.Moments, moment => Assert.Null(moment.FrameIndex));
        Assert.Equal(0, result.Summary.Frames);
        Assert.Equal(2, result.Summary.Speech!.Windows);
        Assert.Null(sink.Header!.FaceModel);
    }

    [Fact]
    public async Task A_picture_needs_no_second_look_to_show_its_face()
    {
        FakeMedia media = new([0], null, MediaKind.Image);
        CollectingSink sink = new();
        AnalysisResult result = await Analyze(media, sink, Models(_ => FakeDetector.Steady));
        Assert.Single(Assert.Single(sink.Moments).Faces);
        Assert.Single(result.Summary.People);
    }

    [Fact]
    public async Task Nothing_to_analyse_is_one_clear_sentence()
    {
        FakeMedia sound = new(null, new float[160], MediaKind.Audio);
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => Analyze(sound, new CollectingSink(), Models(_ => null)));
        Assert.Contains("no speech model", error.Message, StringComparison.Ordinal);
        FakeMedia silent = new([0]);
        error = await Assert.ThrowsAsync<UserErrorException>(
            () => Analyze(silent, new CollectingSink(), Models(_ => null), new AnalysisOptions { AnalyzeFaces = false }));
        Assert.Contains("--no-face", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_largest_faces_are_analysed()
    {
        FakeMedia media = new([0], null, MediaKind.Image);
        AnalysisModels models = Models(_ => null) with { FaceDetector = new CrowdDetector() };
        CollectingSink sink = new();
        await Analyze(media, sink, models, new AnalysisOptions { MaxFaces = 2 });
        Assert.Equal([12f, 10f], sink.Moments[0].Faces.Select(face => face.Detection.Box.Width).OrderDescending());
    }

    [Fact]
    public async Task Without_a_face_model_faces_are_found_and_the_lack_is_told()
    {
        FakeMedia media = new([0], null, MediaKind.Image);
        CollectingSink sink = new();
        AnalysisResult result = await Analyze(media, sink, Models(_ => FakeDetector.Steady) with { FaceClassifier = null, FaceModel = null });
        FaceObservation face = Assert.Single(sink.Moments[0].Faces);
        Assert.Null(face.Face);
        Assert.Null(face.Fused);
        Assert.Contains("no face model", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    private static AnalysisModels Models(Func<long, FaceDetection?> face, ISpeechAnalyzer? speech = null) => new()
    {
        FaceDetector = new FakeDetector(face),
        FaceClassifier = new FakeFaceClassifier(Samples.FaceLabels, _ => s_happy),
        FaceModel = Samples.FaceModel,
        SpeechAnalyzer = speech,
        SpeechModel = speech is null ? null : Samples.SpeechModel,
    };

    private static async Task<AnalysisResult> Analyze(
        FakeMedia media, CollectingSink sink, AnalysisModels models, AnalysisOptions? options = null, CancellationToken cancellationToken = default)
    {
        using Analyzer analyzer = new(models);
        return await analyzer.AnalyzeAsync(media, options ?? new AnalysisOptions(), [sink], null, cancellationToken);
    }

    private static IEnumerable<double> Endless() => Enumerable.Range(0, int.MaxValue).Select(i => i * 0.04);

    private static void AssertClean(FakeMedia media, CollectingSink sink)
    {
        Assert.Equal(0, media.FramesAlive);
        Assert.Equal(0, media.OpenReadings);
        Assert.True(sink.Disposed);
    }

    private sealed class CrowdDetector : Vision.IFaceDetector
    {
        public string Name => "crowd";

        public IReadOnlyList<FaceDetection> Detect(VideoFrame frame) =>
            [.. new[] { 6, 12, 4, 10, 8 }.Select((size, i) => new FaceDetection(new BoundingBox(2 + 12 * i, 5, size, size), 0.9f))];

        public void Dispose()
        {
        }
    }
}
