using Mien.Core;

namespace Mien.Analysis;

/// <summary>One analysed moment: a frame with the faces in it (or none), or a window of sound where there is no picture.</summary>
/// <param name="Time">The frame's presentation time, or the middle of the window of sound.</param>
/// <param name="FrameIndex">Number of the frame in its stream, from 0; null where there is no picture.</param>
/// <param name="Faces">The faces, in order of their ids.</param>
/// <param name="Speech">The window of sound around this moment; null where sound is not analysed or does not reach here.</param>
public sealed record TimelineMoment(MediaTime Time, long? FrameIndex, IReadOnlyList<FaceObservation> Faces, SpeechObservation? Speech)
{
    /// <summary>
    /// The frame's pixels where there are any. Lent for the duration of the call that hands over the moment:
    /// a receiver that needs them later copies what it needs.
    /// </summary>
    public VideoFrame? Picture { get; init; }
}
