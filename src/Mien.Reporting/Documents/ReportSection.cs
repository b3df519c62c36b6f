namespace Mien.Reporting;

/// <summary>A framed part of a report.</summary>
public sealed record ReportSection
{
    /// <summary>Its heading.</summary>
    public required string Title { get; init; }

    /// <summary>Paragraphs at its beginning.</summary>
    public IReadOnlyList<string> Paragraphs { get; init; } = [];

    /// <summary>Charts, each with its numbers as a folded table.</summary>
    public IReadOnlyList<ReportChart> Charts { get; init; } = [];

    /// <summary>Tables that stand open.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>Pictures side by side.</summary>
    public IReadOnlyList<ReportPicture> Pictures { get; init; } = [];
}
