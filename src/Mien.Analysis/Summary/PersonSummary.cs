using Mien.Core;

namespace Mien.Analysis;

/// <summary>What the timeline holds about one person.</summary>
/// <param name="Id">The person's number.</param>
/// <param name="Frames">Analysed frames in which the face was seen.</param>
/// <param name="FirstSeen">Time of the first of them.</param>
/// <param name="LastSeen">Time of the last of them.</param>
/// <param name="SeenFor">Time during which the face was seen; zero for a picture.</param>
/// <param name="MeanQuality">Mean quality of the face, 0..1.</param>
/// <param name="ReliableFrames">Frames in which the quality sufficed to tell an emotion.</param>
/// <param name="Emotions">Shares and means; null where no emotion is known.</param>
/// <param name="ChangeCount">How often the dominant emotion changed for good.</param>
/// <param name="Changes">The first changes, at most <see cref="TimelineSummarizer.MaxChanges"/>.</param>
public sealed record PersonSummary(int Id, long Frames, MediaTime FirstSeen, MediaTime LastSeen, TimeSpan SeenFor, double MeanQuality, long ReliableFrames, EmotionSummary? Emotions, int ChangeCount, IReadOnlyList<EmotionChange> Changes);
