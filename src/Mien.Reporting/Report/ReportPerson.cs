namespace Mien.Reporting;

/// <summary>One person in a report.</summary>
public sealed record ReportPerson
{
    /// <summary>The person's number.</summary>
    public required int Id { get; init; }

    /// <summary>When and how well the person was seen, in words.</summary>
    public string Seen { get; init; } = "";

    /// <summary>Share of the time in which each emotion was the dominant one, 0..1; empty where no emotion is known.</summary>
    public IReadOnlyList<double> Shares { get; init; } = [];

    /// <summary>Mean probability of each emotion, 0..1; empty where no emotion is known.</summary>
    public IReadOnlyList<double> Means { get; init; } = [];

    /// <summary>The emotions over time; empty for a single picture.</summary>
    public IReadOnlyList<ReportPoint> Timeline { get; init; } = [];

    /// <summary>Lasting changes, one sentence each.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>Telling moments.</summary>
    public IReadOnlyList<ReportPicture> KeyFrames { get; init; } = [];
}
