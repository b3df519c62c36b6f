using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// Drops a residual branch, (N, ...), for whole samples while training, and scales the kept ones so that the expectation stays
/// (Huang et al. 2016, "Deep Networks with Stochastic Depth"). Identity in evaluation.
/// </summary>
/// <param name="dropProbability">Probability to drop a sample's branch, 0 to below 1.</param>
internal sealed class StochasticDepth(double dropProbability) : Module<Tensor, Tensor>
{
    protected override Tensor ForwardCore(Tensor branch)
    {
        if (!IsTraining || dropProbability == 0)
            return branch;
        long[] oneASample = [branch.Shape[0], .. Enumerable.Repeat(1L, branch.Rank - 1)];
        // Dropout on ones draws 0 or 1 / (1 - p), the factor that each sample's branch needs.
        return branch * Functional.Dropout(Tensor.Ones(oneASample, branch.DType, branch.Device), dropProbability, training: true);
    }
}
