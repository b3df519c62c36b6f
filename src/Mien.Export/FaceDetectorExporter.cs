using Mien.Export.Onnx;
using Mien.Export.Tracing;
using Mien.Interop.OnnxRuntime;
using Mien.Models;
using Mien.Preprocessing;
using Mien.Torch;

namespace Mien.Export;

/// <summary>
/// Exports face detectors to ONNX: input <c>image</c> (N, 3, H, W) of any size that is a multiple of 32, outputs <c>stride8</c>,
/// <c>stride16</c> and <c>stride32</c>, each (N, 15, H / stride, W / stride) as <see cref="FaceDetectorModel"/> says.
/// </summary>
public static class FaceDetectorExporter
{
    /// <summary>Makes the ONNX model in memory.</summary>
    /// <param name="model">The model with its weights.</param>
    /// <param name="spec">The preprocessing that it was trained with.</param>
    /// <param name="metadata">What else the file says about the model.</param>
    public static OnnxModel Build(FaceDetectorModel model, PreprocessingSpec spec, ModelMetadata metadata)
    {
        IReadOnlyDictionary<string, string> properties = metadata.ToProperties(model.Spec.Task, spec.ToJson());
        using EvaluationMode evaluation = EvaluationMode.Enter(model);
        TracedGraph traced = GraphTracer.Trace(
            model, values => [.. FaceDetectorModel.OutputNames.Zip(model.Forward(values[0]))], [(EmotionModel.ImageInput, [3, spec.Image!.Height, spec.Image.Width])]);
        OnnxGraph graph = OnnxExporter.Convert(traced, metadata.Name);
        // Nothing that is exported of it fixes height or width: convolutions, sums, and pixels repeated.
        if (graph.Nodes.FirstOrDefault(node => node.Operator is "Reshape" or "Expand") is { } fixedSize)
            throw new InvalidOperationException($"The node {fixedSize.Name} fixes the picture's size.");
        return new OnnxModel(
            graph with
            {
                Inputs = [.. graph.Inputs.Select(input => input with { Shape = ["batch", 3, "height", "width"] })],
                Outputs = [.. graph.Outputs.Zip(FaceDetectorModel.Strides.ToArray(), (output, stride) => output with { Shape = ["batch", FaceDetectorModel.CellLength, $"height/{stride}", $"width/{stride}"] })],
            },
            properties)
        {
            ProducerVersion = typeof(FaceDetectorExporter).Assembly.GetName().Version?.ToString(3) ?? "",
        };
    }

    /// <summary>Compares the file with its model, on pictures of several sizes.</summary>
    /// <param name="model">The torch model.</param>
    /// <param name="session">The exported file in ONNX Runtime.</param>
    /// <param name="pictures">Batches of pictures, (N, 3, H, W); tensors made while they are enumerated are freed here.</param>
    public static ParityReport Compare(FaceDetectorModel model, OrtSession session, IEnumerable<Tensor> pictures)
    {
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        using EvaluationMode evaluation = EvaluationMode.Enter(model);
        (int samples, double difference) = (0, 0);
        foreach (Tensor batch in pictures)
        {
            using TensorScope passScope = TensorScope.Begin();
            float[][] expected = [.. model.Forward(batch).Select(map => map.ToArray<float>())];
            using OrtTensor<float> input = OrtTensor<float>.Wrap(batch.ToArray<float>(), batch.Shape.AsSpan());
            IReadOnlyList<OrtValue> outputs = session.Run([input]);
            foreach ((float[] torch, OrtValue output) in expected.Zip(outputs))
                using (output)
                    foreach ((float ours, float theirs) in torch.Zip(output.GetSpan<float>().ToArray()))
                        difference = Math.Max(difference, Math.Abs((double)ours - theirs) / Math.Max(1, Math.Abs(ours)));
            samples += (int)batch.Shape[0];
        }
        return new ParityReport(samples, difference, 0);
    }
}
