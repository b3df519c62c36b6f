using Mien.Core;

namespace Mien.Inference.Tests.Sessions;

/// <summary>The whole way with the shipped models: detector, landmarks, crop, emotion; log-mel, emotion.</summary>
public sealed class AllocationTests
{
    private const int Calls = 200;

    [Fact]
    public void Pictures_in_the_steady_state_allocate_nothing()
    {
        using EmotionSession session = EmotionSession.Load(ShippedModels.FaceEmotion);
        using VideoFrame picture = Picture.Load(RealSession.PicturePath);
        using CancellationTokenSource stop = new();
        byte[] camera = picture.Rgb.ToArray();
        FaceEmotionBuffer result = new();
        double sum = 0;
        long allocated = Count(() =>
        {
            picture.Fill(camera);
            session.Analyze(picture, result, stop.Token);
            for (int i = 0; i < result.Count; i++)
                sum += result[i].DominantProbability;
        });
        Assert.True(result.Count >= 1 && sum > 0, "The picture's face was not found.");
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Speech_in_the_steady_state_allocates_nothing()
    {
        using EmotionSession session = EmotionSession.Load(ShippedModels.SpeechEmotion);
        using CancellationTokenSource stop = new();
        int rate = session.Model.Spec.Audio!.SampleRateHz;
        float[] samples = RealSession.Sound(rate), probabilities = new float[session.Model.Spec.Labels.Count];
        long allocated = Count(() => session.Analyze(samples, rate, probabilities, stop.Token));
        Assert.Equal(1, probabilities.Sum(), 3);
        Assert.Equal(0, allocated);
    }

    private static long Count(Action call)
    {
        for (int i = 0; i < 10; i++)
            call();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
            call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
