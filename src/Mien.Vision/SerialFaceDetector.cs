using Mien.Core;

namespace Mien.Vision;

/// <summary>Lets one caller after the other into a detector that serves one at a time, so that any number of threads may call.</summary>
/// <param name="detector">The detector; stays the caller's.</param>
public sealed class SerialFaceDetector(IFaceDetector detector) : IFaceDetector
{
    private readonly Lock _turn = new();

    /// <inheritdoc/>
    public string Name => detector.Name;

    /// <inheritdoc/>
    public bool IsThreadSafe => true;

    /// <inheritdoc/>
    public IReadOnlyList<FaceDetection> Detect(VideoFrame frame)
    {
        lock (_turn)
            return detector.Detect(frame);
    }

    /// <inheritdoc/>
    public void Detect(VideoFrame frame, List<FaceDetection> faces, CancellationToken cancellationToken = default)
    {
        lock (_turn)
            detector.Detect(frame, faces, cancellationToken);
    }

    /// <summary>Does nothing: the detector is its owner's.</summary>
    public void Dispose()
    {
    }
}
