using Mien.Torch;
using Mien.Training.Distributed;
using Mien.Training.Options;

namespace Mien.Training;

/// <summary>The masked, weighted loss of 68 landmarks.</summary>
public sealed class LandmarkLoss : IDisposable
{
    private readonly LandmarkLossOptions _options;
    private readonly Tensor _weights; // (136): each point's weight twice

    /// <summary>Makes a loss.</summary>
    public LandmarkLoss(LandmarkLossOptions options)
    {
        _options = options;
        _weights = Tensor.From(options.PointWeights().SelectMany(weight => (float[])[weight, weight]).ToArray(), 136);
    }

    /// <summary>The weighted mean cost over all known coordinates of a batch; 0 where none is known.</summary>
    /// <param name="predicted">(B, 136), fractions of the picture.</param>
    /// <param name="target">(B, 136).</param>
    /// <param name="known">(B, 136), 1 for a known coordinate, 0 for a missing one, whose target is not looked at.</param>
    /// <param name="parallel">This process's part where the batch is a share of a larger one, over all of which the mean is; null where it is whole.</param>
    public Tensor Compute(Tensor predicted, Tensor target, Tensor known, DataParallel? parallel = null)
    {
        Tensor weights = known * _weights; // (B, 136)
        Tensor distance = ((predicted - target) * known).Abs(); // a missing target may be anything
        Tensor totals = Tensor.Stack([(Cost(distance) * weights).Sum(), weights.Sum()]); // (2)
        totals = parallel?.Sum(totals) ?? totals; // the shares may hold differently many known points
        return totals.Select(0, 0) / totals.Select(0, 1).Clamp(1e-6, null);
    }

    /// <inheritdoc/>
    public void Dispose() => _weights.Dispose();

    // Both branches of Where are computed and both pass gradients, so each must be finite everywhere.
    private Tensor Cost(Tensor distance)
    {
        (double width, double curvature) = (_options.WingWidth, _options.WingCurvature);
        return _options.Kind switch
        {
            LandmarkLossKind.Mse => distance * distance,
            LandmarkLossKind.L1 => distance,
            _ => ((distance * (1 / curvature) + 1).Log() * width).Where(
                distance.LessThan(width),
                distance - (width - width * Math.Log(1 + width / curvature))),
        };
    }
}
