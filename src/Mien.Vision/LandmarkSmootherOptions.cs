namespace Mien.Vision;

/// <summary>How landmarks are smoothed over time (Casiez, Roussel and Vogel, "1 euro filter", CHI 2012).</summary>
public sealed record LandmarkSmootherOptions
{
    /// <summary>How slow a movement counts as trembling and is smoothed away, in Hz; above 0.</summary>
    public double MinimumCutoffHz { get; init; } = 2.5;

    /// <summary>How fast smoothing gives way to real movement: cut-off in Hz per face size a second; at least 0.</summary>
    public double CutoffSlope { get; init; } = 20;

    /// <summary>Cut-off of the speed's own smoothing in Hz, above 0; the paper's 1 would see a blink only when it is over.</summary>
    public double SpeedCutoffHz { get; init; } = 6;

    /// <summary>After a longer absence a person's landmarks start afresh.</summary>
    public TimeSpan MaximumGap { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        Require(MinimumCutoffHz is > 0 and <= 1000, nameof(MinimumCutoffHz), MinimumCutoffHz, "above 0 and at most 1000");
        Require(CutoffSlope is >= 0 and <= 1000, nameof(CutoffSlope), CutoffSlope, "0 to 1000");
        Require(SpeedCutoffHz is > 0 and <= 1000, nameof(SpeedCutoffHz), SpeedCutoffHz, "above 0 and at most 1000");
        Require(MaximumGap > TimeSpan.Zero, nameof(MaximumGap), MaximumGap, "above 0");
    }

    private static void Require(bool holds, string name, object value, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}.");
    }
}
