using Mien.Core;

namespace Mien.Vision;

/// <summary>
/// Finds faces in single frames. Every detector's box means the same: brow to chin and ear to ear, as YuNet's training
/// boxes do (WIDER FACE); a detector whose native boxes differ corrects them. One call at a time.
/// </summary>
public interface IFaceDetector : IDisposable
{
    /// <summary>What the detector is called in results, for example <c>yunet_n_320_320</c> or <c>haar</c>.</summary>
    string Name { get; }

    /// <summary>Finds the faces of a frame.</summary>
    /// <param name="frame">The frame; it is only read.</param>
    /// <returns>The faces, the surest first; empty where there is none.</returns>
    IReadOnlyList<FaceDetection> Detect(VideoFrame frame);
}
