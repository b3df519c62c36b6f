namespace Mien.Analysis;

/// <summary>A whole timeline in a few numbers.</summary>
/// <param name="Frames">Analysed frames.</param>
/// <param name="FramesWithFace">Those with at least one face.</param>
/// <param name="People">The people, most seen first.</param>
/// <param name="PeopleOmitted">People seen so briefly in so crowded an input that they were left out of <paramref name="People"/>.</param>
/// <param name="Speech">The voice; null where sound was not analysed.</param>
/// <param name="Interrupted">Whether the analysis was stopped before the input's end.</param>
public sealed record TimelineSummary(long Frames, long FramesWithFace, IReadOnlyList<PersonSummary> People, int PeopleOmitted, SpeechSummary? Speech, bool Interrupted);
