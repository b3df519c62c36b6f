namespace Mien.Analysis;

/// <summary>A change of the quality level.</summary>
/// <param name="Time">When, by the controller's clock.</param>
/// <param name="From">The level before.</param>
/// <param name="To">The level since.</param>
/// <param name="Pressure">What made it change.</param>
/// <param name="Reason">The same in words with its numbers, for example <c>latency 183 ms at p95, more than 120 ms</c>.</param>
public sealed record QualityChange(DateTimeOffset Time, QualityLevel From, QualityLevel To, QualityPressure Pressure, string Reason);
