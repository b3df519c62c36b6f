using Mien.Core;

namespace Mien.Analysis.Tests;

public sealed class LiveSessionTests
{
    private static readonly float[] s_happy = [0, 1, 0];

    [Fact]
    public void Frames_become_moments_with_people_and_fused_emotions()
    {
        LiveSession session = new(Models());
        session.PushAudio(Sound(0, 5));
        for (int i = 0; i < 12; i++)
        {
            using VideoFrame frame = Frame(i, 5 + i * 0.05);
            LiveResult result = session.Analyze(frame, QualityLevel.Full, TimeSpan.FromMilliseconds(i));
            Assert.Equal((frame.Time, (long?)i, TimeSpan.FromMilliseconds(i), false), (result.Time, result.Moment.FrameIndex, result.Difference!.Value, result.IsSkipped));
            Assert.Same(frame, result.Moment.Picture);
            Assert.Equal(4, result.Moment.Speech!.End.Seconds);
            if (i < 2)
                continue; // seen, and not yet confirmed
            FaceObservation face = Assert.Single(result.Moment.Faces);
            Assert.Equal((1, "happy"), (face.Id, face.Face!.Dominant));
            double faceWeight = Samples.FaceModel.Reliability.AboveChance * face.Quality.Score, voiceWeight = Samples.SpeechModel.Reliability.AboveChance * result.Moment.Speech.Presence;
            double expected = (faceWeight * (3.0 / 7) + voiceWeight * result.Moment.Speech.Shared!.Probabilities[1]) / (faceWeight + voiceWeight);
            Assert.Equal(expected, face.Fused!.Probabilities[EmotionLabelSet.Shared7.IndexOf("happy")], 4);
        }
        Assert.Equal(1, session.PersonCount);
    }

    [Fact]
    public void A_level_leaves_out_frames_and_sound()
    {
        int asked = 0;
        LiveSession session = new(Models(_ =>
        {
            asked++;
            return s_happy;
        }));
        session.PushAudio(Sound(0, 4));
        QualityLevel low = new(3, "low", null, 0, 2);
        for (int i = 0; i < 10; i++)
        {
            using VideoFrame frame = Frame(i, 4 + i * 0.1);
            LiveResult result = session.Analyze(frame, low);
            Assert.Equal(i % 2 == 1, result.IsSkipped);
            Assert.Null(result.Moment.Speech);
            Assert.Equal((frame.Time, (long?)i), (result.Time, result.Moment.FrameIndex));
            Assert.Empty(session.PushAudio(Sound(4 + i * 0.1, 0.1)));
            Assert.Equal(i >= 4 ? 1 : 0, result.Moment.Faces.Count); // the third analysed frame confirms
        }
        Assert.Equal(3, asked);

        // While there are no pictures, sound is all there is.
        Assert.Equal([(5.0, 6.0), (5.0, 7.0)], session.PushAudio(Sound(5, 2.2), isAlone: true).Select(window => (window.Start.Seconds, window.End.Seconds)));

        // Sound that comes back begins with short windows.
        using VideoFrame seen = Frame(10, 8);
        session.Analyze(seen, low);
        Assert.Empty(session.PushAudio(Sound(8, 1)));
        using VideoFrame back = Frame(11, 9);
        session.Analyze(back, QualityLevel.Full);
        Assert.Equal((9.0, 10.0), session.PushAudio(Sound(9, 1.2)) is [{ } window] ? (window.Start.Seconds, window.End.Seconds) : default);
    }

    [Fact]
    public void A_frame_can_be_left_out_before_it_is_decoded()
    {
        LiveSession session = new(Models(_ => s_happy));
        QualityLevel low = new(3, "low", null, 0, 2);
        for (int i = 0; i < 10; i++)
        {
            Assert.Null(session.TrySkip(new MediaTime(i * 200_000), 2 * i, low)); // asking changes nothing
            using VideoFrame frame = Frame(2 * i, i * 0.2);
            LiveResult analyzed = session.Analyze(frame, low);
            LiveResult skipped = session.TrySkip(new MediaTime(i * 200_000 + 100_000), 2 * i + 1, low, TimeSpan.FromMilliseconds(3))!;
            Assert.False(analyzed.IsSkipped);
            Assert.Equal((true, 2L * i + 1, i * 200_000L + 100_000), (skipped.IsSkipped, skipped.Moment.FrameIndex!.Value, skipped.Time.Microseconds));
            Assert.Equal(TimeSpan.FromMilliseconds(3), skipped.Difference);
            Assert.Null(skipped.Moment.Picture);
            Assert.Equal(analyzed.Moment.Faces, skipped.Moment.Faces);
        }
        Assert.Throws<ArgumentException>(() => session.TrySkip(new MediaTime(0), 20, low));
    }

    [Fact]
    public void A_level_searches_whole_frames_more_rarely()
    {
        List<int> widths = [];
        LiveSession session = new(Models() with { FaceDetector = new WindowDetector(widths) });
        for (int i = 0; i < 12; i++)
        {
            using VideoFrame frame = Frame(i, i * 0.1);
            session.Analyze(frame, i < 6 ? QualityLevel.Full : new QualityLevel(2, "low", null, 0, 1, 3));
        }
        using VideoFrame any = Frame(0, 0);
        Assert.Equal(6 + 2, widths.Count(width => width == any.Width));
        Assert.Equal(4, widths.Count(width => width != any.Width));
        Assert.Equal(1, session.PersonCount);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        LiveSession session = new(Models());
        using VideoFrame frame = Frame(0, 1);
        session.Analyze(frame);
        Assert.Throws<ArgumentException>(() => session.Analyze(frame));
        Assert.Throws<ArgumentException>(() => session.PushAudio(new AudioChunk(new float[480], 48000, default)));
        Assert.Throws<ArgumentException>(() => new LiveSession(Models(), new LiveOptions { AnalyzeSpeech = false }).PushAudio(Sound(0, 1)));
        Assert.Contains("max-faces", Assert.Throws<UserErrorException>(() => new LiveSession(Models(), new LiveOptions { MaxFaces = 0 })).Message, StringComparison.Ordinal);
        Assert.Throws<UserErrorException>(() => new LiveSession(new AnalysisModels()));
    }

    private static AnalysisModels Models(Func<long, float[]>? answer = null) => new()
    {
        FaceDetector = new FakeDetector(_ => FakeDetector.Steady),
        FaceClassifier = new FakeFaceClassifier(Samples.FaceLabels, answer ?? (_ => s_happy)),
        FaceModel = Samples.FaceModel,
        SpeechClassifier = new FakeSpeechClassifier(),
        SpeechModel = Samples.SpeechModel,
    };

    private static VideoFrame Frame(long index, double seconds)
    {
        VideoFrame frame = new(64, 48, index, MediaTime.FromSeconds(seconds));
        frame.Rgb.Span.Fill(128);
        return frame;
    }

    private static AudioChunk Sound(double start, double seconds) => new(SpeechTests.Speechlike(seconds), 16000, MediaTime.FromSeconds(start));

    /// <summary>Finds the steady face in whole frames, and in the middle of the windows around it.</summary>
    private sealed class WindowDetector(List<int> widths) : Vision.IFaceDetector
    {
        private const int WindowSide = 96;

        public string Name => "windows";

        public IReadOnlyList<FaceDetection> Detect(VideoFrame frame)
        {
            widths.Add(frame.Width);
            return [frame.Width == WindowSide ? new FaceDetection(new BoundingBox(28, 23, 40, 50), 0.95f) : FakeDetector.Steady];
        }

        public void Dispose()
        {
        }
    }
}
