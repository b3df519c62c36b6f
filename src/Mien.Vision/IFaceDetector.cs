using Mien.Core;

namespace Mien.Vision;

/// <summary>
/// Finds faces in single frames. Every detector's box means the same: brow to chin and ear to ear, as YuNet's training
/// boxes do (WIDER FACE); a detector whose native boxes differ corrects them. One call at a time, unless
/// <see cref="IsThreadSafe"/>.
/// </summary>
public interface IFaceDetector : IDisposable
{
    /// <summary>What the detector is called in results, for example <c>yunet_n_320_320</c> or <c>haar</c>.</summary>
    string Name { get; }

    /// <summary>Whether several threads may call at the same time.</summary>
    bool IsThreadSafe => false;

    /// <summary>Finds the faces of a frame.</summary>
    /// <param name="frame">The frame; it is only read.</param>
    /// <returns>The faces, the surest first; empty where there is none.</returns>
    IReadOnlyList<FaceDetection> Detect(VideoFrame frame);

    /// <summary>Finds the faces of a frame. Mien's own detectors allocate nothing here, once a frame of that size was searched.</summary>
    /// <param name="frame">The frame; it is only read.</param>
    /// <param name="faces">What it holds is dropped; takes the faces, the surest first.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    void Detect(VideoFrame frame, List<FaceDetection> faces, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(faces);
        cancellationToken.ThrowIfCancellationRequested();
        faces.Clear();
        faces.AddRange(Detect(frame));
    }
}
