using Mien.Core;
using Mien.Inference;

namespace Mien.Analysis;

/// <summary>One window of sound.</summary>
/// <param name="Start">Time of the window's first sample.</param>
/// <param name="End">Time just after the window's last sample.</param>
/// <param name="Presence">Share of the window in which somebody speaks, 0..1.</param>
/// <param name="Speech">What the speech model says, in its own labels; null where there is too little speech to say anything.</param>
/// <param name="Shared">The same in the shared seven labels; null where <paramref name="Speech"/> is.</param>
public sealed record SpeechObservation(MediaTime Start, MediaTime End, float Presence, EmotionEstimate? Speech, EmotionEstimate? Shared)
{
    /// <summary>The middle of the window: the moment it stands for.</summary>
    public MediaTime Center => new((Start.Microseconds + End.Microseconds) / 2);
}
