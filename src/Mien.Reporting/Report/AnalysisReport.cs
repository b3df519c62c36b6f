namespace Mien.Reporting;

/// <summary>What a report for people holds about one analysed input. All names and texts are plain text; the writer escapes them.</summary>
public sealed record AnalysisReport
{
    /// <summary>Name of the input.</summary>
    public required string InputName { get; init; }

    /// <summary>Short facts, name and value, for example the length and the models.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];

    /// <summary>Names of the emotions, in the order of every list of numbers below.</summary>
    public required IReadOnlyList<string> Emotions { get; init; }

    /// <summary>The people, most seen first.</summary>
    public IReadOnlyList<ReportPerson> People { get; init; } = [];

    /// <summary>Whether faces were looked for, so that their absence is worth a sentence.</summary>
    public bool FacesLookedFor { get; init; } = true;

    /// <summary>People who are left out of <see cref="People"/> because there are too many to show.</summary>
    public int PeopleNotShown { get; init; }

    /// <summary>The voice; null where sound was not analysed.</summary>
    public ReportVoice? Voice { get; init; }

    /// <summary>How the numbers came about, one sentence each.</summary>
    public IReadOnlyList<string> Method { get; init; } = [];

    /// <summary>Sentences that the reader must see first, for example that the analysis was interrupted.</summary>
    public IReadOnlyList<string> Notices { get; init; } = [];
}
