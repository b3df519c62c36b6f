namespace Mien.Vision;

/// <summary>What the cascade detector can be told beyond <see cref="FaceDetectorOptions"/>.</summary>
public sealed record HaarFaceDetectorOptions : FaceDetectorOptions
{
    /// <summary>Takes the defaults; a cascade's confidence has a scale of its own.</summary>
    public HaarFaceDetectorOptions() => ScoreThreshold = TrackingThreshold;

    /// <summary>Folder of OpenCV's cascades; Debian's package opencv-data puts them here.</summary>
    public string CascadeFolder { get; init; } = "/usr/share/opencv4/haarcascades";

    /// <summary>
    /// Step from one face size to the next, above 1 and at most 2: smaller finds more and takes longer. With 1.2 as many
    /// faces were found on video as with 1.1, in 0.4 of the time.
    /// </summary>
    public double ScaleFactor { get; init; } = 1.2;

    /// <summary>How many overlapping windows must agree on a face; at least 1.</summary>
    public int MinimumNeighbors { get; init; } = 3;

    /// <summary>Smallest face as a fraction of the frame's shorter side, 0.02..1.</summary>
    public float MinimumFace { get; init; } = 0.1f;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        Require(ScaleFactor is > 1 and <= 2, nameof(ScaleFactor), ScaleFactor, "above 1 and at most 2");
        Require(MinimumNeighbors >= 1, nameof(MinimumNeighbors), MinimumNeighbors, "at least 1");
        Require(MinimumFace is >= 0.02f and <= 1, nameof(MinimumFace), MinimumFace, "0.02 to 1");
    }
}
