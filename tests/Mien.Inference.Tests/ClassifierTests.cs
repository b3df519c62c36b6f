using Mien.Core;
using Mien.Vision;

namespace Mien.Inference.Tests;

public sealed class ClassifierTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_face_is_cut_out_and_read()
    {
        using ModelBundle bundle = ModelBundle.Load(ColorModel.WriteFace(_folder));
        using FaceEmotionClassifier classifier = new(bundle);
        using VideoFrame frame = Halves();
        float[] probabilities = new float[6];
        classifier.Classify([new(frame, Face(4)), new(frame, Face(44))], probabilities);
        AssertSoftmax([1, 0, 0], probabilities.AsSpan(0, 3)); // the red half
        AssertSoftmax([0, 1, 0], probabilities.AsSpan(3, 3)); // the green half
    }

    [Fact]
    public void Any_number_of_faces_gives_what_single_ones_give()
    {
        using ModelBundle bundle = ModelBundle.Load(ColorModel.WriteFace(_folder));
        using FaceEmotionClassifier classifier = new(bundle);
        using VideoFrame frame = Halves();
        FaceInFrame[] faces = [.. Enumerable.Range(0, 19).Select(i => new FaceInFrame(frame, Face(2 + 3 * i)))]; // more than two full batches
        float[] together = new float[faces.Length * 3];
        classifier.Classify(faces, together);
        for (int i = 0; i < faces.Length; i++)
        {
            float[] alone = new float[3];
            classifier.Classify([faces[i]], alone);
            Assert.Equal(alone, together.AsSpan(3 * i, 3).ToArray());
        }
    }

    [Fact]
    public void The_steady_state_allocates_nothing()
    {
        using ModelBundle bundle = ModelBundle.Load(ColorModel.WriteFace(_folder));
        using FaceEmotionClassifier classifier = new(bundle);
        using VideoFrame frame = Halves();
        FaceInFrame[] faces = [new(frame, Face(4)), new(frame, Face(44))];
        float[] probabilities = new float[6];
        for (int i = 0; i < 3; i++)
            classifier.Classify(faces, probabilities);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++)
            classifier.Classify(faces, probabilities);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Threads_take_turns()
    {
        using ModelBundle bundle = ModelBundle.Load(ColorModel.WriteFace(_folder));
        using FaceEmotionClassifier classifier = new(bundle);
        using VideoFrame frame = Halves();
        Parallel.For(0, 200, i =>
        {
            float[] probabilities = new float[3];
            classifier.Classify([new(frame, Face(i % 2 == 0 ? 4 : 44))], probabilities);
            AssertSoftmax(i % 2 == 0 ? [1, 0, 0] : [0, 1, 0], probabilities);
        });
    }

    [Fact]
    public void Speech_is_read_from_its_bands()
    {
        using ModelBundle bundle = ModelBundle.Load(ColorModel.WriteSpeech(_folder));
        using SpeechEmotionClassifier classifier = new(bundle);
        float[] logMel = [.. Enumerable.Repeat(0.25f, 8), .. Enumerable.Repeat(1.5f, 8)];
        float[] probabilities = new float[2];
        classifier.Classify(logMel, probabilities);
        AssertSoftmax([0.25, 1.5], probabilities);
        Assert.Throws<ArgumentException>(() => classifier.Classify(new float[3], probabilities));
    }

    [Fact]
    public void A_model_of_the_other_task_is_refused()
    {
        using ModelBundle face = ModelBundle.Load(ColorModel.WriteFace(_folder));
        using ModelBundle speech = ModelBundle.Load(ColorModel.WriteSpeech(_folder));
        Assert.Throws<UserErrorException>(() => new SpeechEmotionClassifier(face));
        Assert.Throws<UserErrorException>(() => new FaceEmotionClassifier(speech));
    }

    [Fact]
    public void A_session_reads_a_picture_in_one_call()
    {
        using OneFaceDetector detector = new(Face(44));
        using EmotionSession session = EmotionSession.Load(ColorModel.WriteFace(_folder), new EmotionSessionOptions { Detector = detector });
        using VideoFrame frame = Halves();
        FaceEmotionResult result = Assert.Single(session.Analyze(frame));
        Assert.Equal("happy", result.Emotions.Dominant);
        Assert.Throws<UserErrorException>(() => session.Analyze(new AudioChunk(new float[16], 16000, default)));
    }

    [Fact]
    public void A_session_hears_a_clip_in_one_call()
    {
        using EmotionSession session = EmotionSession.Load(ColorModel.WriteSpeech(_folder));
        EmotionEstimate estimate = session.Analyze(new AudioChunk(new float[8000], 16000, default));
        Assert.Equal(0.5f, estimate.DominantProbability, 4); // silence fills both bands alike
        using VideoFrame frame = Halves();
        Assert.Throws<UserErrorException>(() => session.Analyze(frame));
        Assert.Throws<UserErrorException>(() => session.Analyze(new AudioChunk(new float[16], 8000, default)));
    }

    private static FaceDetection Face(float x) => new(new BoundingBox(x, 4, 12, 12), 0.9f);

    /// <summary>80 x 20 pixels, left half red, right half green.</summary>
    private static VideoFrame Halves()
    {
        VideoFrame frame = new(80, 20);
        Span<byte> rgb = frame.Rgb.Span;
        rgb.Clear();
        for (int i = 0; i < 80 * 20; i++)
            rgb[3 * i + (i % 80 < 40 ? 0 : 1)] = 255;
        return frame;
    }

    private static void AssertSoftmax(double[] logits, ReadOnlySpan<float> probabilities)
    {
        double sum = logits.Sum(Math.Exp);
        for (int i = 0; i < logits.Length; i++)
            Assert.Equal(Math.Exp(logits[i]) / sum, probabilities[i], 4);
    }

    private sealed class OneFaceDetector(FaceDetection face) : IFaceDetector
    {
        public string Name => "one";

        public IReadOnlyList<FaceDetection> Detect(VideoFrame frame) => [face];

        public void Dispose()
        {
        }
    }
}
