using Mien.Models;
using Mien.Torch;

namespace Mien.Export;

/// <summary>A network from pictures to tensors that does not tell emotion: a face detector or one for landmarks.</summary>
/// <param name="Network">The network.</param>
/// <param name="Task">What it does.</param>
/// <param name="Forward">From (N, 3, H, W) to the outputs.</param>
/// <param name="OutputNames">Their names in a model file.</param>
/// <param name="Strides">Of each output, input pixels for one of its cells, where height and width are free; null where they are fixed.</param>
internal sealed record PictureNetwork(Module Network, string Task, Func<Tensor, Tensor[]> Forward, IReadOnlyList<string> OutputNames, IReadOnlyList<int>? Strides)
{
    /// <summary>What a network is, or null where it tells emotion.</summary>
    public static PictureNetwork? Of(Module network) => network switch
    {
        FaceDetectorModel detector => new PictureNetwork(detector, detector.Spec.Task, detector.Forward, FaceDetectorModel.OutputNames, FaceDetectorModel.Strides.ToArray()),
        FaceLandmarkModel landmarks => new PictureNetwork(landmarks, landmarks.Spec.Task, landmarks.Forward, FaceLandmarkModel.OutputNames, null),
        _ => null,
    };
}
