using Mien.Torch;
using Mien.Training.Distributed;

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
    /// <param name="parallel">This process's part where the batch is a share of a larger one, whose loss this is; null where it is whole.</param>
    public static Tensor Compute(Tensor predicted, Tensor target, Tensor known, DataParallel? parallel = null)
    {
        Tensor sums = Totals([known, predicted * known, target * known], parallel); // (3, 2)
        Tensor count = sums.Select(0, 0).Clamp(1, null), any = sums.Select(0, 0).Clamp(null, 1); // (2)
        Tensor pMean = sums.Select(0, 1) / count, tMean = sums.Select(0, 2) / count; // (2)
        Tensor p = (predicted - pMean) * known, t = (target - tMean) * known, difference = (predicted - target) * known; // (B, 2)
        Tensor squares = Totals([p * t, p * p, t * t, difference * difference], parallel) / count; // (4, 2)
        Tensor spread = squares.Select(0, 1) + squares.Select(0, 2) + (pMean - tMean) * (pMean - tMean);
        Tensor concordance = squares.Select(0, 0) * 2 / (spread + Epsilon); // (2)
        return ((1 - concordance + squares.Select(0, 3)) * any).Mean();
    }

    // Sums over the samples of all processes: of each tensor (B, 2) a row.
    private static Tensor Totals(IEnumerable<Tensor> tensors, DataParallel? parallel)
    {
        Tensor own = Tensor.Stack(tensors.Select(tensor => tensor.Sum([0])));
        return parallel?.Sum(own) ?? own;
    }
}
