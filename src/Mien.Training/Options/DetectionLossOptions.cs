namespace Mien.Training.Options;

/// <summary>What a face detector minimises, beside its scores' loss.</summary>
public sealed record DetectionLossOptions
{
    /// <summary>Weight of the boxes' loss.</summary>
    public double BoxWeight { get; init; } = 2;

    /// <summary>Weight of the points' loss.</summary>
    public double PointWeight { get; init; } = 1;

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        OptionRange.Require(BoxWeight is >= 0 and <= 1000, nameof(BoxWeight), BoxWeight, "from 0 to 1000");
        OptionRange.Require(PointWeight is >= 0 and <= 1000, nameof(PointWeight), PointWeight, "from 0 to 1000");
    }
}
