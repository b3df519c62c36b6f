using Mien.Torch;

namespace Mien.Training.Quantization;

/// <summary>
/// Puts weights on the grid of their 8-bit form for a while. Gradients that are computed meanwhile are those at the rounded weights and
/// go to the exact ones (straight-through; Courbariaux et al., "BinaryConnect", 2015): no weight lies beyond its grid, so none is cut off.
/// </summary>
internal sealed class RoundedWeights : IDisposable
{
    private readonly (Tensor Weight, int Limit, Tensor Exact)[] _weights;

    /// <summary>Takes note of the weights; they stay exact.</summary>
    public RoundedWeights(IReadOnlyList<(Tensor Weight, int Limit)> weights)
    {
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        _weights = [.. weights.Select(entry => (entry.Weight, entry.Limit, scope.Keep(entry.Weight.Clone())))];
    }

    /// <summary>Rounds the weights until the result is disposed.</summary>
    public IDisposable Begin()
    {
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        foreach ((Tensor weight, int limit, Tensor exact) in _weights)
        {
            exact.CopyInPlace(weight);
            weight.CopyInPlace(Rounded(weight, limit));
        }
        return new Rounding(this);
    }

    /// <summary>A weight on its grid.</summary>
    /// <param name="weight">(C, ...).</param>
    /// <param name="limit">Largest integer.</param>
    public static Tensor Rounded(Tensor weight, int limit)
    {
        long[] inner = [.. Enumerable.Range(1, weight.Rank - 1).Select(dimension => (long)dimension)];
        float[] largest = weight.Abs().Amax(inner).ToArray<float>();
        return Functional.RoundRows(weight, Tensor.From([.. largest.Select(value => WeightGrid.Scale(value, limit))], largest.Length).To(weight.Device));
    }

    public void Dispose()
    {
        foreach ((_, _, Tensor exact) in _weights)
            exact.Dispose();
    }

    private sealed class Rounding(RoundedWeights owner) : IDisposable
    {
        public void Dispose()
        {
            using IDisposable noGradients = Grad.Disabled();
            foreach ((Tensor weight, _, Tensor exact) in owner._weights)
                weight.CopyInPlace(exact);
        }
    }
}
