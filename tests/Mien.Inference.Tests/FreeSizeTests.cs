using System.Text.Json.Nodes;
using Mien.Core;

namespace Mien.Inference.Tests;

public sealed class FreeSizeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(32)]
    [InlineData(96)]
    public void A_face_is_read_at_the_size_asked_for(int size)
    {
        using ModelBundle bundle = ModelBundle.Load(ColorModel.WriteFace(_folder, freeSize: true));
        using FaceEmotionClassifier own = new(bundle), other = new(bundle, size);
        using VideoFrame frame = new(80, 20);
        new Random(5).NextBytes(frame.Rgb.Span);
        FaceInFrame[] faces = [new(frame, new FaceDetection(new BoundingBox(30, 2, 16, 16), 0.9f))];
        float[] expected = new float[3], actual = new float[3];

        own.Classify(faces, expected);
        other.Classify(faces, actual);

        Assert.True(bundle.HasFreeImageSize);
        Assert.Equal((4, 4), (own.Spec.Image!.Width, own.Spec.Image.Height));
        Assert.Equal((size, size), (other.Spec.Image!.Width, other.Spec.Image.Height));
        Assert.Equal(own.Spec.Image.Mean, other.Spec.Image.Mean);
        // Means of the channels of the same crop, resampled.
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.02f));
        Assert.NotEqual(expected, actual);
    }

    [Fact]
    public void The_picture_keeps_its_proportion()
    {
        JsonObject spec = ColorModel.FaceSpec();
        spec["image"]!["height"] = 6;
        using ModelBundle bundle = ModelBundle.Load(ColorModel.WriteFace(_folder, ColorModel.Metadata("face", spec), freeSize: true));
        using FaceEmotionClassifier classifier = new(bundle, 64);
        Assert.Equal((64, 96), (classifier.Spec.Image!.Width, classifier.Spec.Image.Height));
    }

    [Fact]
    public void Speech_is_read_in_windows_as_long_as_asked_for()
    {
        using ModelBundle bundle = ModelBundle.Load(ColorModel.WriteSpeech(_folder, freeLength: true));
        using SpeechEmotionClassifier classifier = new(bundle, frames: 20);
        float[] logMel = [.. Enumerable.Repeat(0.25f, 20), .. Enumerable.Repeat(1.5f, 20)], probabilities = new float[2];

        classifier.Classify(logMel, probabilities);

        Assert.True(bundle.HasFreeAudioLength);
        Assert.Equal(20, classifier.Spec.Audio!.Frames);
        Assert.Equal(Math.Exp(0.25) / (Math.Exp(0.25) + Math.Exp(1.5)), probabilities[0], 4);
        Assert.Throws<ArgumentException>(() => classifier.Classify(new float[16], probabilities));
    }

    [Fact]
    public void A_size_that_the_model_does_not_take_is_refused()
    {
        using ModelBundle face = ModelBundle.Load(ColorModel.WriteFace(_folder)), free = ModelBundle.Load(ColorModel.WriteFace(_folder, freeSize: true));
        using ModelBundle speech = ModelBundle.Load(ColorModel.WriteSpeech(_folder)), freeSpeech = ModelBundle.Load(ColorModel.WriteSpeech(_folder, freeLength: true));
        Assert.Equal((false, false), (face.HasFreeImageSize, face.HasFreeAudioLength));
        Assert.Equal((false, false), (speech.HasFreeImageSize, speech.HasFreeAudioLength));

        AssertRefused(() => new FaceEmotionClassifier(face, 112), "takes pictures of 4 x 4 pixels only, not of 112");
        AssertRefused(() => new FaceEmotionClassifier(free, 31), "must be 32 to 1024 pixels, not 31");
        AssertRefused(() => new FaceEmotionClassifier(free, 1025), "must be 32 to 1024 pixels, not 1025");
        AssertRefused(() => new SpeechEmotionClassifier(speech, 300), "takes windows of 8 frames only, not of 300");
        AssertRefused(() => new SpeechEmotionClassifier(freeSpeech, 3), "must have 4 to 10000 frames, not 3");
        new SpeechEmotionClassifier(speech, 8).Dispose(); // its own

        static void AssertRefused(Func<IDisposable> make, string reason) => Assert.Contains(reason, Assert.Throws<UserErrorException>(() => make()).Message);
    }
}
