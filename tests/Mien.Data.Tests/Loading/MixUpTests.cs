using Mien.Data.Loading;

namespace Mien.Data.Tests.Loading;

public sealed class MixUpTests
{
    private const int Rows = 6;
    private const int Labels = 3;

    [Fact]
    public void Targets_still_sum_to_one_and_the_own_label_keeps_the_largest_share()
    {
        SampleBatch batch = Mixed(seed: 3);

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
        SampleBatch batch = Mixed(seed: 4);

        Assert.Equal(batch.Targets, batch.Input);
        Assert.Contains(batch.Targets, share => share is > 0 and < 1);
    }

    [Fact]
    public void Affect_is_blended_where_both_have_it_and_missing_elsewhere()
    {
        AuxiliaryTarget affect = AuxiliaryTarget.ValenceArousal;
        int mixed = 0;
        for (int seed = 0; seed < 10; seed++)
        {
            SampleBatch Mix(float[] auxiliary)
            {
                SampleBatch batch = new([0, 1], [0, 1], new float[2 * Labels], [0, 1]) { Auxiliary = auxiliary };
                MixUp.Apply(batch, alpha: 1, new SampleRandom(seed), [affect]);
                return batch;
            }
            SampleBatch known = Mix([0.2f, -0.4f, 0.6f, 0.8f]), half = Mix([0.2f, -0.4f, affect.Missing, affect.Missing]);
            float share = known.Input[0]; // of the other sample: the inputs are 0 and 1

            Assert.Equal(0.2f + share * 0.4f, known.Auxiliary[0], 1e-6f);
            Assert.Equal(-0.4f + share * 1.2f, known.Auxiliary[1], 1e-6f);
            Assert.Equal(share > 0 ? affect.Missing : 0.2f, half.Auxiliary[0], 1e-6f);
            Assert.Equal(affect.Missing, half.Auxiliary[2]);
            mixed += share > 0 ? 1 : 0;
        }
        Assert.InRange(mixed, 1, 9);
    }

    private static SampleBatch Mixed(long seed)
    {
        float[] targets = new float[Rows * Labels];
        int[] labels = [.. Enumerable.Range(0, Rows).Select(row => row % Labels)];
        for (int row = 0; row < Rows; row++)
            targets[row * Labels + labels[row]] = 1;
        SampleBatch batch = new([.. Enumerable.Range(0, Rows)], [.. targets], targets, labels);
        MixUp.Apply(batch, alpha: 1, new SampleRandom(seed));
        return batch;
    }
}
