using Mien.Models;
using Mien.Torch;

namespace Mien.Export;

/// <summary>A network from pictures to tensors that does not tell emotion: a face detector or one for landmarks.</summary>
/// <param name="Network">The network.</param>
/// <param name="Task">What it does.</param>
/// <param name="Forward">From (N, 3, H, W) to the outputs.</param>
/// <param name="OutputNames">Their names in a model file.</param>
internal sealed record PictureNetwork(Module Network, string Task, Func<Tensor, Tensor[]> Forward, IReadOnlyList<string> OutputNames)
{
    /// <summary>What a network is, or null where it tells emotion.</summary>
    public static PictureNetwork? Of(Module network) => network switch
    {
        FaceDetectorModel detector => new PictureNetwork(detector, detector.Spec.Task, detector.Forward, FaceDetectorModel.OutputNames),
        FaceLandmarkModel landmarks => new PictureNetwork(landmarks, landmarks.Spec.Task, landmarks.Forward, FaceLandmarkModel.OutputNames),
        _ => null,
    };
}
