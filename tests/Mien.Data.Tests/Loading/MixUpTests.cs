using Mien.Data.Loading;

namespace Mien.Data.Tests.Loading;

public sealed class MixUpTests
{
    private const int Rows = 6;
    private const int Labels = 3;

    [Fact]
    public void Targets_still_sum_to_one_and_the_own_label_keeps_the_largest_share()
    {
        EmotionBatch batch = Mixed(seed: 3);

        for (int row = 0; row < Rows; row++)
        {
            ReadOnlySpan<float> target = batch.Targets.AsSpan(row * Labels, Labels);
            float sum = 0;
            foreach (float share in target)
                sum += share;
            Assert.Equal(1, sum, 1e-6f);
            Assert.True(target[batch.Labels[row]] >= 0.5f);
        }
    }

    [Fact]
    public void Inputs_are_blended_with_the_shares_of_the_targets()
    {
        // Each input holds its row's one-hot target too, so input and target must stay equal.
        EmotionBatch batch = Mixed(seed: 4);

        Assert.Equal(batch.Targets, batch.Input);
        Assert.Contains(batch.Targets, share => share is > 0 and < 1);
    }

    private static EmotionBatch Mixed(long seed)
    {
        float[] targets = new float[Rows * Labels];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row % Labels)];
        for (int row = 0; row < Rows; row++)
            targets[row * Labels + labels[row]] = 1;
        EmotionBatch batch = new([.. Enumerable.Range(0, Rows)], [.. targets], targets, labels);
        MixUp.Apply(batch, alpha: 1, new SampleRandom(seed));
        return batch;
    }
}
