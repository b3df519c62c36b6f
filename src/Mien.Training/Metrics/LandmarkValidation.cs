using Mien.Training.Options;

namespace Mien.Training.Metrics;

/// <summary>What predicted landmarks are worth to a run.</summary>
/// <param name="Error">How far they are from the true ones.</param>
public sealed record LandmarkValidation(LandmarkError Error) : ValidationResult
{
    /// <inheritdoc/>
    public override IReadOnlyList<(SelectionMetric Metric, double Value)> Scores => [(SelectionMetric.NormalizedMeanError, Error.MeanError ?? double.NaN)];

    /// <inheritdoc/>
    public override IEnumerable<(string Name, double Value)> Numbers => [.. base.Numbers, ("faces", Error.Faces), ("failureRate", Error.FailureRate ?? double.NaN)];

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"normalised mean error {Error.MeanError:0.0000}, failures {Error.FailureRate:0.0000}");
}
