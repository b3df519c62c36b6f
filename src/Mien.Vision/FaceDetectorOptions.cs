using Mien.Interop.OnnxRuntime;

namespace Mien.Vision;

/// <summary>What all face detectors can be told.</summary>
public record FaceDetectorOptions
{
    /// <summary>
    /// The threshold for a tracker, which wants weak faces too: they continue a track but start none
    /// (<see cref="FaceTrackerOptions.NewTrackConfidence"/>).
    /// </summary>
    public const float TrackingThreshold = 0.45f;

    /// <summary>Faces below this confidence are dropped, 0..1.</summary>
    public float ScoreThreshold { get; init; } = 0.55f;

    /// <summary>Of two boxes whose intersection over union is above this, the less sure one is dropped, 0..1.</summary>
    public float NmsThreshold { get; init; } = 0.3f;

    /// <summary>At most so many faces a frame, the surest; at least 1.</summary>
    public int MaxFaces { get; init; } = 20;

    /// <summary>
    /// Longest side, in pixels, of the picture that the network or cascade sees: larger finds smaller faces and takes
    /// longer (time grows with its square), 64..4096. A model with a fixed input ignores it.
    /// </summary>
    public int InputSize { get; init; } = 320;

    /// <summary>Threads for one detection; 0 takes the engine's default.</summary>
    public int Threads { get; init; }

    /// <summary>What runs the network; a cascade ignores it.</summary>
    public OrtProviderOptions Provider { get; init; } = new();

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public virtual void Validate()
    {
        Require(ScoreThreshold is >= 0 and <= 1, nameof(ScoreThreshold), ScoreThreshold, "0 to 1");
        Require(NmsThreshold is >= 0 and <= 1, nameof(NmsThreshold), NmsThreshold, "0 to 1");
        Require(MaxFaces >= 1, nameof(MaxFaces), MaxFaces, "at least 1");
        Require(InputSize is >= 64 and <= 4096, nameof(InputSize), InputSize, "64 to 4096");
        Require(Threads >= 0, nameof(Threads), Threads, "at least 0");
    }

    private protected static void Require(bool holds, string name, object value, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {range}.");
    }
}
