namespace Mien.Training.Options;

/// <summary>The loss of 68 landmarks: the mean over the points that a sample has, each weighted by the part of the face it belongs to.</summary>
public sealed record LandmarkLossOptions
{
    /// <summary>Weight of this loss against that of emotion.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>What a distance costs.</summary>
    public LandmarkLossKind Kind { get; init; } = LandmarkLossKind.Wing;

    /// <summary>Wing: distance up to which the cost is logarithmic, a fraction of the picture.</summary>
    public double WingWidth { get; init; } = 0.1;

    /// <summary>Wing: curvature of the logarithm, a fraction of the picture.</summary>
    public double WingCurvature { get; init; } = 0.02;

    /// <summary>Weight of the 17 points of the jaw.</summary>
    public double Jaw { get; init; } = 0.5;

    /// <summary>Weight of the 10 points of the brows.</summary>
    public double Brows { get; init; } = 1;

    /// <summary>Weight of the 9 points of the nose.</summary>
    public double Nose { get; init; } = 1;

    /// <summary>Weight of the 12 points of the eyes.</summary>
    public double Eyes { get; init; } = 1.5;

    /// <summary>Weight of the 20 points of the mouth.</summary>
    public double Mouth { get; init; } = 1.5;

    /// <summary>Weight of the binary cross-entropy of which points are hidden, against that of the distances; a landmark network's alone.</summary>
    public double Hidden { get; init; } = 0.05;

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        OptionRange.Require(WingWidth is > 0 and <= 1, nameof(WingWidth), WingWidth, "above 0 and at most 1");
        OptionRange.Require(WingCurvature is > 0 and <= 1, nameof(WingCurvature), WingCurvature, "above 0 and at most 1");
        foreach ((string name, double value) in ((string, double)[])[(nameof(Weight), Weight), (nameof(Jaw), Jaw), (nameof(Brows), Brows), (nameof(Nose), Nose), (nameof(Eyes), Eyes), (nameof(Mouth), Mouth), (nameof(Hidden), Hidden)])
            OptionRange.Require(value is >= 0 and <= 1000, name, value, "from 0 to 1000");
        OptionRange.Require(Jaw + Brows + Nose + Eyes + Mouth > 0, nameof(Jaw), Jaw, "above 0 for at least one part of the face");
    }

    /// <summary>The weight of each of the 68 points in iBUG's order.</summary>
    internal float[] PointWeights() =>
        [.. Enumerable.Range(0, 68).Select(point => (float)(point switch { < 17 => Jaw, < 27 => Brows, < 36 => Nose, < 48 => Eyes, _ => Mouth }))];
}
