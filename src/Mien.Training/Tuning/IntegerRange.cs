using System.Globalization;
using Mien.Training.Options;

namespace Mien.Training.Tuning;

/// <summary>A whole number between two others, both included.</summary>
public sealed record IntegerRange : ParameterRange
{
    /// <summary>Smallest value.</summary>
    public long Low { get; init; }

    /// <summary>Largest value.</summary>
    public long High { get; init; }

    /// <summary>Whether factors count instead of differences.</summary>
    public bool Log { get; init; }

    // Each whole number has an equal part of the axis, the ends too.
    /// <inheritdoc/>
    public override double AxisLow => Log ? Math.Log(Low - 0.5) : Low - 0.5;

    /// <inheritdoc/>
    public override double AxisHigh => Log ? Math.Log(High + 0.5) : High + 0.5;

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        OptionRange.Require(High > Low, nameof(High), High, FormattableString.Invariant($"above low, {Low}"));
        OptionRange.Require(!Log || Low >= 1, nameof(Low), Low, "at least 1 where log is true");
    }

    /// <inheritdoc/>
    public override double FromAxis(double position) => Math.Clamp(Math.Round(Log ? Math.Exp(position) : position), Low, High);

    /// <inheritdoc/>
    public override double ToAxis(double value) => Log ? Math.Log(value) : value;

    /// <inheritdoc/>
    public override (double From, double To)? Cell(double value) => (ToAxis(value - 0.5), ToAxis(value + 0.5));

    /// <inheritdoc/>
    public override string Format(double value) => value.ToString("0", CultureInfo.InvariantCulture);
}
