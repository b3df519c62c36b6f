using Mien.Core;

namespace Mien.Inference.Tests.Sessions;

/// <summary>The models that come with Mien take other sizes than those they were trained at.</summary>
public sealed class ShippedModelSizeTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(48)]
    [InlineData(112)]
    public void Faces_are_read_at_any_size(int? size)
    {
        using ModelBundle bundle = ModelBundle.Load(ShippedModels.FaceEmotion);
        using FaceEmotionClassifier classifier = new(bundle, size);
        using VideoFrame frame = new(160, 120);
        new Random(7).NextBytes(frame.Rgb.Span);
        float[] probabilities = new float[2 * bundle.Labels.Count];

        FaceDetection face = new(new BoundingBox(40, 20, 80, 80), 0.9f);
        classifier.Classify([new(frame, face), new(frame, face)], probabilities);

        Assert.True(bundle.HasFreeImageSize);
        Assert.Equal(size ?? 64, classifier.Spec.Image!.Width);
        AssertProbabilities(probabilities[..bundle.Labels.Count]);
        AssertProbabilities(probabilities[bundle.Labels.Count..]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(4)]
    [InlineData(301)]
    public void Speech_is_read_in_windows_of_any_length(int? frames)
    {
        using ModelBundle bundle = ModelBundle.Load(ShippedModels.SpeechEmotion);
        using SpeechEmotionClassifier classifier = new(bundle, frames);
        Random random = new(8);
        float[] logMel = [.. Enumerable.Range(0, 64 * (frames ?? 144)).Select(_ => random.NextSingle() * 2 - 1)], probabilities = new float[bundle.Labels.Count];

        classifier.Classify(logMel, probabilities);

        Assert.True(bundle.HasFreeAudioLength);
        AssertProbabilities(probabilities);
    }

    private static void AssertProbabilities(float[] probabilities)
    {
        Assert.All(probabilities, probability => Assert.InRange(probability, 0, 1));
        Assert.Equal(1, probabilities.Sum(), 1e-5f);
    }
}
