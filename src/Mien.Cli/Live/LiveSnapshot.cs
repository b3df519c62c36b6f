using Mien.Analysis;
using Mien.Media;

namespace Mien.Cli.Live;

/// <summary>Everything that is to be seen of a live analysis at one moment.</summary>
internal sealed record LiveSnapshot
{
    /// <summary>Time since the capture began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The faces of the last frame; none where the camera is gone.</summary>
    public required IReadOnlyList<LiveFace> Faces { get; init; }

    /// <summary>The last window of speech; null before the first, and where it is long ago.</summary>
    public SpeechObservation? Speech { get; init; }

    /// <summary>Whether pictures are captured, and whether their source is gone.</summary>
    public required (bool IsOn, bool IsLost) Camera { get; init; }

    /// <summary>Whether sound is captured, and whether its source is gone.</summary>
    public required (bool IsOn, bool IsLost) Microphone { get; init; }

    /// <summary>Frames that came and results that went out, a second.</summary>
    public required (double Captured, double Analyzed) FramesPerSecond { get; init; }

    /// <summary>From capture to result, the newest 150, in milliseconds; null before the first.</summary>
    public (double P50, double P95)? LatencyMs { get; init; }

    /// <summary>Median latency of each of the last seconds, in milliseconds.</summary>
    public required IReadOnlyList<float> LatencyHistory { get; init; }

    /// <summary>Frames and chunks of sound that were dropped so far, by the capture or the synchroniser.</summary>
    public required (long Frames, long Chunks) Dropped { get; init; }

    /// <summary>From the nearest sound to the last frame, positive where the sound is older; null where they are not paired.</summary>
    public TimeSpan? Difference { get; init; }

    /// <summary>How much faster the sound's clock runs than the pictures', in millionths; null until it is known.</summary>
    public double? DriftPpm { get; init; }

    /// <summary>The quality level.</summary>
    public required QualityLevel Level { get; init; }

    /// <summary>Why it is what it is; null where it never changed.</summary>
    public string? LevelReason { get; init; }

    /// <summary>The last announcements, oldest first.</summary>
    public required IReadOnlyList<CaptureNotice> Notices { get; init; }
}
