namespace Mien.Analysis;

/// <summary>What an analysis of one input came to.</summary>
/// <param name="Header">The input and the models.</param>
/// <param name="Summary">The timeline in a few numbers; says whether the analysis was interrupted.</param>
/// <param name="Files">The files written.</param>
/// <param name="Warnings">What was amiss without ending the analysis, each one sentence.</param>
/// <param name="Elapsed">Time it took.</param>
public sealed record AnalysisResult(TimelineHeader Header, TimelineSummary Summary, IReadOnlyList<string> Files, IReadOnlyList<string> Warnings, TimeSpan Elapsed);
