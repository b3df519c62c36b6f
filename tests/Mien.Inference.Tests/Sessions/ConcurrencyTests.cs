using Mien.Core;
using Mien.Vision;

namespace Mien.Inference.Tests.Sessions;

public sealed class ConcurrencyTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Many_threads_get_what_one_gets()
    {
        using EmotionSession face = EmotionSession.Load(ShippedModels.FaceEmotion), voice = EmotionSession.Load(ShippedModels.SpeechEmotion);
        using VideoFrame picture = Picture.Load(RealSession.PicturePath), nothing = new(64, 64);
        nothing.Rgb.Span.Fill(90);
        int rate = voice.Model.Spec.Audio!.SampleRateHz;
        AudioChunk sound = new(RealSession.Sound(rate), rate, default);
        FaceEmotionResult expected = face.Analyze(picture)[0];
        EmotionEstimate heard = voice.Analyze(sound);
        Parallel.For(0, 48, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            switch (i % 3)
            {
                case 0:
                    FaceEmotionResult found = face.Analyze(picture)[0];
                    Assert.Equal(expected.Face, found.Face);
                    Assert.Equal(expected.Emotions.Probabilities, found.Emotions.Probabilities);
                    break;
                case 1:
                    Assert.Equal(heard.Probabilities, voice.Analyze(sound).Probabilities);
                    break;
                default:
                    Assert.Empty(face.Analyze(nothing));
                    break;
            }
        });
    }

    [Fact]
    public async Task Calls_run_side_by_side()
    {
        // Neither call gets on before both are inside.
        using Barrier both = new(2);
        using MeetingDetector detector = new(isThreadSafe: true, () => Assert.True(both.SignalAndWait(s_patience), "The other call did not come in."));
        using EmotionSession session = Load(detector, maxConcurrentCalls: 2);
        using VideoFrame frame = Frame();
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => Assert.Single(session.Analyze(frame)))));
        Assert.Equal(2, detector.MostInside);
    }

    [Theory]
    [InlineData(true, 1)] // no more than the options allow
    [InlineData(false, 8)] // a detector that takes one call at a time gets one at a time
    public void Calls_take_turns_where_they_must(bool isThreadSafe, int maxConcurrentCalls)
    {
        using MeetingDetector detector = new(isThreadSafe, () => Thread.Sleep(2));
        using EmotionSession session = Load(detector, maxConcurrentCalls);
        using VideoFrame frame = Frame();
        Parallel.For(0, 24, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => Assert.Single(session.Analyze(frame)));
        Assert.Equal(1, detector.MostInside);
    }

    [Fact]
    public void A_call_that_is_no_longer_wanted_ends_and_the_next_one_works()
    {
        using CancellationTokenSource stop = new();
        using MeetingDetector detector = new(isThreadSafe: true, stop.Cancel);
        using EmotionSession session = Load(detector, maxConcurrentCalls: 1);
        using VideoFrame frame = Frame();
        FaceEmotionBuffer buffer = new();
        session.Analyze(frame, buffer);
        Assert.Equal(1, buffer.Count);
        using CancellationTokenSource second = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        Assert.Throws<OperationCanceledException>(() => session.Analyze(frame, buffer, second.Token));
        Assert.Equal(0, buffer.Count);
        session.Analyze(frame, buffer);
        Assert.Equal(1, buffer.Count);
    }

    [Fact]
    public void Cancelling_between_detection_and_classification_stops_the_call()
    {
        CancellationTokenSource? stop = null;
        using MeetingDetector detector = new(isThreadSafe: true, () => stop?.Cancel());
        using EmotionSession session = Load(detector, maxConcurrentCalls: 1);
        using VideoFrame frame = Frame();
        for (int i = 0; i < 3; i++)
        {
            using (stop = new CancellationTokenSource())
                Assert.Throws<OperationCanceledException>(() => session.Analyze(frame, stop.Token));
            stop = null;
            Assert.Equal("happy", Assert.Single(session.Analyze(frame)).Emotions.Dominant);
        }
    }

    [Fact]
    public async Task Waiting_for_a_turn_can_be_given_up()
    {
        using ManualResetEventSlim inside = new(), leave = new();
        using MeetingDetector detector = new(isThreadSafe: true, () =>
        {
            inside.Set();
            leave.Wait(s_patience);
        });
        using EmotionSession session = Load(detector, maxConcurrentCalls: 1);
        using VideoFrame frame = Frame();
        Task<IReadOnlyList<FaceEmotionResult>> first = Task.Run(() => session.Analyze(frame));
        Assert.True(inside.Wait(s_patience));
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(50));
        Assert.Throws<OperationCanceledException>(() => session.Analyze(frame, stop.Token));
        leave.Set();
        Assert.Single(await first);
    }

    [Fact]
    public void A_disposed_session_says_so()
    {
        EmotionSession face = Load(new MeetingDetector(isThreadSafe: true, () => { }), maxConcurrentCalls: 1);
        EmotionSession voice = EmotionSession.Load(ColorModel.WriteSpeech(_folder));
        face.Dispose();
        voice.Dispose();
        using VideoFrame frame = Frame();
        Assert.Throws<ObjectDisposedException>(() => face.Analyze(frame));
        Assert.Throws<ObjectDisposedException>(() => voice.Analyze(new AudioChunk(new float[8000], 16000, default)));
    }

    private EmotionSession Load(IFaceDetector detector, int maxConcurrentCalls) =>
        EmotionSession.Load(ColorModel.WriteFace(_folder), new EmotionSessionOptions { Detector = detector, MaxConcurrentCalls = maxConcurrentCalls });

    /// <summary>All green: the model calls it happy.</summary>
    private static VideoFrame Frame() => VideoFrame.FromPixels([.. Enumerable.Range(0, 20 * 20 * 3).Select(i => (byte)(i % 3 == 1 ? 255 : 0))], 20, 20);

    /// <summary>Finds one face, counts who is inside at the same time, and does something meanwhile.</summary>
    private sealed class MeetingDetector(bool isThreadSafe, Action inside) : IFaceDetector
    {
        private readonly Lock _count = new();
        private int _inside;

        public string Name => "meeting";

        public bool IsThreadSafe => isThreadSafe;

        public int MostInside { get; private set; }

        public IReadOnlyList<FaceDetection> Detect(VideoFrame frame)
        {
            lock (_count)
                MostInside = Math.Max(MostInside, ++_inside);
            inside();
            lock (_count)
                _inside--;
            return [new FaceDetection(new BoundingBox(4, 4, 12, 12), 0.9f)];
        }

        public void Dispose()
        {
        }
    }
}
