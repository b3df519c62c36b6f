namespace Mien.Training.Metrics;

/// <summary>A number with how far chance alone may have moved it.</summary>
/// <param name="Metric">What it is, for example <c>uar</c>.</param>
/// <param name="Value">The number on the samples themselves.</param>
/// <param name="Low">Lower end of the interval; null where none was asked for.</param>
/// <param name="High">Upper end of the interval; null where none was asked for.</param>
public sealed record ScoreInterval(string Metric, double Value, double? Low, double? High)
{
    /// <summary>The number and its interval, for people.</summary>
    public override string ToString() => Low is { } low && High is { } high
        ? FormattableString.Invariant($"{Value:0.000} ({low:0.000} to {high:0.000})")
        : FormattableString.Invariant($"{Value:0.000}");
}
