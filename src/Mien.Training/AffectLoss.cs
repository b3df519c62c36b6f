using Mien.Torch;

namespace Mien.Training;

/// <summary>
/// The loss of valence and arousal: for each, 1 - the concordance correlation of a batch (Lin 1989), which also is what is
/// reported, plus the mean squared error, which alone is defined for a batch of few samples.
/// </summary>
public static class AffectLoss
{
    private const double Epsilon = 1e-6;

    /// <summary>The loss of a batch; 0 where no sample has both numbers.</summary>
    /// <param name="predicted">(B, 2), each -1..1.</param>
    /// <param name="target">(B, 2).</param>
    /// <param name="known">(B, 2), 1 for a known number, 0 for a missing one.</param>
    public static Tensor Compute(Tensor predicted, Tensor target, Tensor known)
    {
        Tensor count = known.Sum([0], keepDim: true).Clamp(1, null); // (1, 2)
        Tensor difference = (predicted - target) * known;
        Tensor squaredError = (difference * difference).Sum([0], keepDim: true) / count; // (1, 2)
        (Tensor p, Tensor pMean) = Centred(predicted, known, count);
        (Tensor t, Tensor tMean) = Centred(target, known, count);
        Tensor covariance = (p * t).Sum([0], keepDim: true) / count;
        Tensor spread = (p * p).Sum([0], keepDim: true) / count + (t * t).Sum([0], keepDim: true) / count + (pMean - tMean) * (pMean - tMean);
        Tensor concordance = covariance * 2 / (spread + Epsilon); // (1, 2)
        Tensor any = known.Amax([0], keepDim: true); // (1, 2)
        return ((1 - concordance + squaredError) * any).Mean();
    }

    private static (Tensor Centred, Tensor Mean) Centred(Tensor values, Tensor known, Tensor count)
    {
        Tensor mean = (values * known).Sum([0], keepDim: true) / count; // (1, 2)
        return ((values - mean) * known, mean);
    }
}
