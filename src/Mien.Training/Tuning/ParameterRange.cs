using System.Text.Json.Serialization;

namespace Mien.Training.Tuning;

/// <summary>
/// What values a setting may take in a search. Samplers see it as numbers on an axis from <see cref="AxisLow"/> to <see cref="AxisHigh"/>, on
/// which equal distances matter equally: logarithms where the range is logarithmic.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(FloatRange), "float")]
[JsonDerivedType(typeof(IntegerRange), "integer")]
[JsonDerivedType(typeof(CategoricalRange), "categorical")]
public abstract record ParameterRange
{
    /// <summary>Beginning of the axis.</summary>
    [JsonIgnore]
    public abstract double AxisLow { get; }

    /// <summary>End of the axis.</summary>
    [JsonIgnore]
    public abstract double AxisHigh { get; }

    /// <summary>Number of choices that have no order; 0 where values have one.</summary>
    [JsonIgnore]
    public virtual int Choices => 0;

    /// <summary>The value at a place of the axis.</summary>
    public abstract double FromAxis(double position);

    /// <summary>The place of a value on the axis.</summary>
    public abstract double ToAxis(double value);

    /// <summary>The part of the axis that one value has for itself; null where values are dense or have no order.</summary>
    public virtual (double From, double To)? Cell(double value) => null;

    /// <summary>A value as configs write it.</summary>
    public abstract string Format(double value);
}
