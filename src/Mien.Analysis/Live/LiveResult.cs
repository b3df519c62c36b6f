using Mien.Core;

namespace Mien.Analysis;

/// <summary>What a live analysis says of one frame.</summary>
/// <param name="Moment">
/// The frame's faces and the window of speech that ended last before it. Its picture is the frame that was given; it lives as long as that.
/// </param>
/// <param name="Level">The quality level that the frame was analysed at.</param>
/// <param name="IsSkipped">Whether the level left this frame out; the faces are then those of the frame before.</param>
/// <param name="Timing">What it took.</param>
/// <param name="Difference">From the nearest sound to the frame, as a synchroniser tells it: positive where the sound is older; null where the frame was paired with none.</param>
public sealed record LiveResult(TimelineMoment Moment, QualityLevel Level, bool IsSkipped, LiveTiming Timing, TimeSpan? Difference)
{
    /// <summary>The frame's time.</summary>
    public MediaTime Time => Moment.Time;
}
