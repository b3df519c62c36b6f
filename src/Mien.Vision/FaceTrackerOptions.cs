namespace Mien.Vision;

/// <summary>How faces are followed from frame to frame.</summary>
public sealed record FaceTrackerOptions
{
    /// <summary>A face becomes a person after so many frames that show it; at least 1, and 1 for single pictures.</summary>
    public int ConfirmationHits { get; init; } = 3;

    /// <summary>
    /// A face is a person in its first frame where a network that gives five points is at least this sure of it, 0..1; above 1
    /// never. A cascade's confidence does not count: it is as sure of its errors.
    /// </summary>
    public float ImmediateConfidence { get; init; } = 0.7f;

    /// <summary>
    /// A face that no track explains starts one only from this confidence on, 0..1; weaker faces only continue tracks
    /// (as in ByteTrack, Zhang et al. 2022).
    /// </summary>
    public float NewTrackConfidence { get; init; } = 0.55f;

    /// <summary>A person who is not seen for longer gets a new id when seen again; two missed frames are always forgiven.</summary>
    public TimeSpan MaximumLost { get; init; } = TimeSpan.FromSeconds(2.4);

    /// <summary>For so long a person whom the detector misses is shown where motion would have taken the face, with falling confidence.</summary>
    public TimeSpan MaximumBridge { get; init; } = TimeSpan.FromSeconds(0.3);

    /// <summary>A detection belongs to a track only if its centre is nearer than this many face sizes to where the track expects it; above 0.</summary>
    public float MaximumDistance { get; init; } = 0.7f;

    /// <summary>A detection belongs to a track only if neither is larger than this many times the other; above 1.</summary>
    public float MaximumSizeRatio { get; init; } = 1.8f;

    /// <summary>
    /// A face where a person was a moment ago is somebody else if it looks more different than this, where the tracker is
    /// given the pixels; above 0. Of one person 0.3 s apart 99 of 100 are below 0.025, even with strong movement; of two
    /// people from different films 9 of 10 are above 0.06. Infinity heeds no looks.
    /// </summary>
    public float ChangedAppearance { get; init; } = 0.06f;

    /// <summary>
    /// The same for a person who was away for two seconds; it falls from <see cref="ChangedAppearance"/> to this meanwhile, and below where
    /// the face returns at another place. Above 0 and at most <see cref="ChangedAppearance"/>. Of one person 2 s apart 98 of 100 are below.
    /// </summary>
    public float ReturningAppearance { get; init; } = 0.05f;

    /// <summary>How slow a movement of the box counts as trembling and is smoothed away, in Hz (the one-euro filter's minimum cut-off); above 0.</summary>
    public float MinimumCutoffHz { get; init; } = 1.5f;

    /// <summary>How fast smoothing gives way to real movement: cut-off in Hz per face size a second (the one-euro filter's beta); at least 0.</summary>
    public float CutoffSlope { get; init; } = 4f;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public void Validate()
    {
        Require(ConfirmationHits >= 1, nameof(ConfirmationHits), ConfirmationHits, "at least 1");
        Require(NewTrackConfidence is >= 0 and <= 1, nameof(NewTrackConfidence), NewTrackConfidence, "0 to 1");
        Require(MaximumLost >= TimeSpan.Zero, nameof(MaximumLost), MaximumLost, "at least 0");
        Require(MaximumBridge >= TimeSpan.Zero, nameof(MaximumBridge), MaximumBridge, "at least 0");
        Require(MaximumDistance is > 0 and <= 10, nameof(MaximumDistance), MaximumDistance, "above 0 and at most 10");
        Require(MaximumSizeRatio is > 1 and <= 10, nameof(MaximumSizeRatio), MaximumSizeRatio, "above 1 and at most 10");
        Require(ChangedAppearance > 0, nameof(ChangedAppearance), ChangedAppearance, "above 0");
        Require(ReturningAppearance > 0 && ReturningAppearance <= ChangedAppearance, nameof(ReturningAppearance), ReturningAppearance, $"above 0 and at most {nameof(ChangedAppearance)}");
        Require(MinimumCutoffHz is > 0 and <= 1000, nameof(MinimumCutoffHz), MinimumCutoffHz, "above 0 and at most 1000");
        Require(CutoffSlope is >= 0 and <= 1000, nameof(CutoffSlope), CutoffSlope, "0 to 1000");
    }

    private static void Require(bool holds, string name, object value, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}.");
    }
}
