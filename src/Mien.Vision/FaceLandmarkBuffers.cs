using Mien.Core;
using Mien.Interop.OnnxRuntime;
using Mien.Preprocessing;

namespace Mien.Vision;

/// <summary>What one run of the landmark network at a time needs.</summary>
internal sealed class FaceLandmarkBuffers : IDisposable
{
    public FaceLandmarkBuffers(ImageSpec spec)
    {
        Input = OrtTensor<float>.Create(1, 3, spec.Height, spec.Width);
        (Inputs, Outputs) = ([Input], [Points, Hidden]);
    }

    /// <summary>(1, 3, Height, Width).</summary>
    public OrtTensor<float> Input { get; }

    /// <summary>(1, 136): x and y of each point, as fractions of the crop.</summary>
    public OrtTensor<float> Points { get; } = OrtTensor<float>.Create(1, 2 * FaceLandmarks68.Count);

    /// <summary>(1, 68): logits.</summary>
    public OrtTensor<float> Hidden { get; } = OrtTensor<float>.Create(1, FaceLandmarks68.Count);

    public OrtValue[] Inputs { get; }

    public OrtValue[] Outputs { get; }

    /// <summary>Through what the run is ended early.</summary>
    public OrtRunOptions Run { get; } = new();

    public void Dispose()
    {
        Input.Dispose();
        Points.Dispose();
        Hidden.Dispose();
        Run.Dispose();
    }
}
