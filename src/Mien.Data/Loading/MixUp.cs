using System.Numerics.Tensors;

namespace Mien.Data.Loading;

/// <summary>Blends each sample, and its target, with another of its batch (Zhang et al., "mixup", ICLR 2018).</summary>
public static class MixUp
{
    /// <summary>Replaces inputs and targets by lambda * own + (1 - lambda) * partner, one lambda for the batch.</summary>
    /// <param name="batch">Changed in place; its own labels stay.</param>
    /// <param name="alpha">Shape of the Beta distribution that lambda is drawn from, greater than 0.</param>
    /// <param name="random">Draws lambda and the partners.</param>
    /// <param name="auxiliaryTargets">What the samples carry beside their label: blended where both have it, else missing.</param>
    public static void Apply(SampleBatch batch, float alpha, SampleRandom random, IReadOnlyList<AuxiliaryTarget>? auxiliaryTargets = null)
    {
        // The larger share stays the sample's own, so that the labels kept in the batch still name it.
        float lambda = (float)random.NextBeta(alpha);
        lambda = Math.Max(lambda, 1 - lambda);
        int[] partners = [.. Enumerable.Range(0, batch.Count)];
        random.Shuffle(partners);
        Blend(batch.Input, batch.Count, partners, lambda);
        Blend(batch.Targets, batch.Count, partners, lambda);
        BlendKnown(batch.Auxiliary, batch.Count, partners, lambda, auxiliaryTargets ?? []);
    }

    private static void BlendKnown(float[] values, int rows, int[] partners, float lambda, IReadOnlyList<AuxiliaryTarget> targets)
    {
        int length = values.Length / rows;
        float[] original = (float[])values.Clone();
        for (int row = 0; row < rows; row++)
        {
            int at = row * length, partnerAt = partners[row] * length;
            foreach (AuxiliaryTarget target in targets)
                for (int end = at + target.Length; at < end; at++, partnerAt++)
                    values[at] = original[at] == target.Missing || original[partnerAt] == target.Missing
                        ? target.Missing
                        : lambda * original[at] + (1 - lambda) * original[partnerAt];
        }
    }

    private static void Blend(float[] values, int rows, int[] partners, float lambda)
    {
        int length = values.Length / rows;
        float[] original = (float[])values.Clone();
        for (int row = 0; row < rows; row++)
        {
            Span<float> own = values.AsSpan(row * length, length);
            TensorPrimitives.Multiply(own, lambda, own);
            TensorPrimitives.MultiplyAdd(original.AsSpan(partners[row] * length, length), 1 - lambda, own, own);
        }
    }
}
