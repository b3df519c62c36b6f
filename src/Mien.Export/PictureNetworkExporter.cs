using Mien.Export.Onnx;
using Mien.Export.Tracing;
using Mien.Interop.OnnxRuntime;
using Mien.Models;
using Mien.Preprocessing;
using Mien.Torch;
using Mien.Training.Quantization;

namespace Mien.Export;

/// <summary>
/// Exports face detectors and landmark networks to ONNX. Their input is <c>image</c> (N, 3, H, W). A detector's outputs are <c>stride8</c>,
/// <c>stride16</c> and <c>stride32</c>, each (N, 15, H / stride, W / stride) as <see cref="FaceDetectorModel"/> says, for any H and W that
/// are multiples of 32; a landmark network's are <c>landmarks</c> (N, 136) and <c>hidden</c> (N, 68) as <see cref="FaceLandmarkModel"/> says, for
/// the one size whose cells its weights know.
/// </summary>
public static class PictureNetworkExporter
{
    /// <summary>Makes the ONNX model in memory.</summary>
    /// <param name="network">A <see cref="FaceDetectorModel"/> or <see cref="FaceLandmarkModel"/> with its weights.</param>
    /// <param name="spec">The preprocessing that it was trained with.</param>
    /// <param name="metadata">What else the file says about the model.</param>
    /// <param name="ranges">Ranges of activations that training found, which go into the metadata; or null.</param>
    /// <exception cref="ArgumentException">The network is neither.</exception>
    public static OnnxModel Build(Module network, PreprocessingSpec spec, ModelMetadata metadata, IReadOnlyDictionary<string, QuantizedRange>? ranges = null) =>
        Make(network, spec, metadata, ranges).Onnx;

    /// <summary>Makes the ONNX model in memory, and tells which sizes are free.</summary>
    /// <inheritdoc cref="Build"/>
    public static ExportedModel Make(Module network, PreprocessingSpec spec, ModelMetadata metadata, IReadOnlyDictionary<string, QuantizedRange>? ranges = null)
    {
        PictureNetwork pictures = Require(network);
        using EvaluationMode evaluation = EvaluationMode.Enter(network);
        TracedInput[] inputs = [new(EmotionModel.ImageInput, InputShape.OfSample(EmotionModel.ImageInput, spec))];
        return OnnxExporter.Make(
            inputs,
            (free, step) => GraphTracer.Trace(network, values => [.. pictures.OutputNames.Zip(pictures.Forward(values[0]))], inputs, free, step),
            metadata.Name,
            metadata.ToProperties(pictures.Task, spec.ToJson()),
            ranges);
    }

    /// <summary>Compares a file with its network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="session">The exported file in ONNX Runtime.</param>
    /// <param name="pictures">Batches of pictures, (N, 3, H, W); tensors made while they are enumerated are freed here.</param>
    /// <returns>How they agree; differences of numbers above 1 are relative.</returns>
    public static ParityReport Compare(Module network, OrtSession session, IEnumerable<Tensor> pictures)
    {
        PictureNetwork own = Require(network);
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        using EvaluationMode evaluation = EvaluationMode.Enter(network);
        (int samples, double difference) = (0, 0);
        foreach (Tensor batch in pictures)
        {
            using TensorScope passScope = TensorScope.Begin();
            float[][] expected = [.. own.Forward(batch).Select(output => output.ToArray<float>())];
            using OrtTensor<float> input = OrtTensor<float>.Wrap(batch.ToArray<float>(), batch.Shape.AsSpan());
            foreach ((float[] torch, OrtValue output) in expected.Zip(session.Run([input])))
                using (output)
                    difference = Math.Max(difference, LargestDifference(torch, output.GetSpan<float>()));
            samples += (int)batch.Shape[0];
        }
        return new ParityReport(samples, difference, 0);
    }

    private static double LargestDifference(ReadOnlySpan<float> torch, ReadOnlySpan<float> onnx)
    {
        if (torch.Length != onnx.Length)
            throw new InvalidOperationException($"torch gives {torch.Length} numbers and ONNX Runtime {onnx.Length}.");
        double largest = 0;
        for (int i = 0; i < torch.Length; i++)
            largest = Math.Max(largest, Math.Abs((double)torch[i] - onnx[i]) / Math.Max(1, Math.Abs(torch[i]))); // NaN stays NaN, and does not agree
        return largest;
    }

    private static PictureNetwork Require(Module network) => PictureNetwork.Of(network) ?? throw new ArgumentException($"A {network.GetType().Name} is neither a face detector nor for landmarks.", nameof(network));
}
