namespace Mien.Reporting;

/// <summary>A stretch of time and what is known about it.</summary>
/// <param name="StartSeconds">Its beginning.</param>
/// <param name="EndSeconds">Its end.</param>
/// <param name="Probabilities">Mean probability of each emotion, 0..1; null where nothing is known.</param>
/// <param name="Presence">For a voice: the share of the stretch that is speech, 0..1. For a face: the share in which it was seen.</param>
public sealed record ReportPoint(double StartSeconds, double EndSeconds, IReadOnlyList<double>? Probabilities, double Presence = 1);
