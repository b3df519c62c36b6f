namespace Mien.Reporting;

/// <summary>The voice in a report.</summary>
public sealed record ReportVoice
{
    /// <summary>How much speech there is, in words.</summary>
    public string Heard { get; init; } = "";

    /// <summary>Share of the windows with speech in which each emotion was the dominant one, 0..1; empty without speech.</summary>
    public IReadOnlyList<double> Shares { get; init; } = [];

    /// <summary>Mean probability of each emotion, 0..1; empty without speech.</summary>
    public IReadOnlyList<double> Means { get; init; } = [];

    /// <summary>Speech and its emotions over time.</summary>
    public IReadOnlyList<ReportPoint> Timeline { get; init; } = [];
}
