using Mien.Training.Options;

namespace Mien.Training.Tuning;

/// <summary>One of several values that have no order. As a number, a value is its position in the list.</summary>
public sealed record CategoricalRange : ParameterRange
{
    /// <summary>The values, as configs write them.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <inheritdoc/>
    public override int Choices => Values.Count;

    /// <inheritdoc/>
    public override double AxisLow => 0;

    /// <inheritdoc/>
    public override double AxisHigh => Values.Count;

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two values, or one is there twice.</exception>
    public void Validate() =>
        OptionRange.Require(Values.Count >= 2 && Values.Distinct().Count() == Values.Count, nameof(Values), $"[{string.Join(", ", Values)}]", "at least two different values");

    /// <inheritdoc/>
    public override double FromAxis(double position) => Math.Clamp(Math.Floor(position), 0, Values.Count - 1);

    /// <inheritdoc/>
    public override double ToAxis(double value) => value;

    /// <inheritdoc/>
    public override string Format(double value) => Values[(int)value];
}
