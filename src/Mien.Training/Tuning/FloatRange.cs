using System.Globalization;
using Mien.Training.Options;

namespace Mien.Training.Tuning;

/// <summary>A number between two others.</summary>
public sealed record FloatRange : ParameterRange
{
    /// <summary>Smallest value.</summary>
    public double Low { get; init; }

    /// <summary>Largest value.</summary>
    public double High { get; init; }

    /// <summary>Whether factors count instead of differences, as for learning rates.</summary>
    public bool Log { get; init; }

    /// <inheritdoc/>
    public override double AxisLow => ToAxis(Low);

    /// <inheritdoc/>
    public override double AxisHigh => ToAxis(High);

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        OptionRange.Require(High > Low, nameof(High), High, FormattableString.Invariant($"above low, {Low}"));
        OptionRange.Require(!Log || Low > 0, nameof(Low), Low, "above 0 where log is true");
    }

    /// <inheritdoc/>
    public override double FromAxis(double position) => Math.Clamp(Log ? Math.Exp(position) : position, Low, High);

    /// <inheritdoc/>
    public override double ToAxis(double value) => Log ? Math.Log(value) : value;

    /// <inheritdoc/>
    public override string Format(double value) => value.ToString(CultureInfo.InvariantCulture);
}
