namespace Mien.Reporting;

/// <summary>A report of sections with texts, tables, charts and pictures: evaluations, searches, data. Texts are plain; the writer escapes them.</summary>
public sealed record ReportDocument
{
    /// <summary>Title of the page.</summary>
    public required string Title { get; init; }

    /// <summary>Short facts at the top, name and value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];

    /// <summary>Sentences that the reader must see first.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];

    /// <summary>The sections in order.</summary>
    public required IReadOnlyList<ReportSection> Sections { get; init; }
}
