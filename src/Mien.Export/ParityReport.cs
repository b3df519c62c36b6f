using Mien.Export.Tracing;
using Mien.Interop.OnnxRuntime;
using Mien.Models;
using Mien.Torch;

namespace Mien.Export;

/// <summary>How well a model file agrees with the model it was exported from, on the same inputs.</summary>
/// <param name="Samples">Samples compared.</param>
/// <param name="MaxAbsoluteDifference">The largest difference of two probabilities, or of two numbers of a further head.</param>
/// <param name="LabelDisagreements">Samples whose most probable label differs.</param>
public sealed record ParityReport(int Samples, double MaxAbsoluteDifference, int LabelDisagreements)
{
    /// <summary>The largest difference of probabilities that counts as agreement.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Whether no probability differs by more than <see cref="Tolerance"/> and no label differs.</summary>
    public bool Agrees => MaxAbsoluteDifference <= Tolerance && LabelDisagreements == 0;

    /// <summary>Runs both on every batch and compares.</summary>
    /// <param name="model">The torch model; it is evaluated without gradients, its training mode is as before afterwards.</param>
    /// <param name="session">The exported file in ONNX Runtime.</param>
    /// <param name="batches">Inputs; tensors made while they are enumerated are freed here.</param>
    /// <exception cref="ArgumentException">There is no batch.</exception>
    public static ParityReport Measure(EmotionModel model, OrtSession session, IEnumerable<EmotionInputs> batches)
    {
        using TensorScope scope = TensorScope.Begin();
        (int samples, double difference, int disagreements) = (0, 0, 0);
        foreach (EmotionInputs batch in batches)
        {
            float[][] torch = RunTorch(model, batch), onnx = RunOnnx(model, session, batch); // by output, emotion first
            foreach ((float[] ours, float[] theirs) in torch.Zip(onnx))
            {
                if (ours.Length != theirs.Length)
                    throw new InvalidOperationException($"torch gives {ours.Length} numbers and ONNX Runtime {theirs.Length}.");
                for (int i = 0; i < ours.Length; i++)
                    difference = Math.Max(difference, Math.Abs((double)ours[i] - theirs[i])); // NaN stays NaN, and does not agree
            }
            (float[] expected, float[] actual) = (torch[0], onnx[0]);
            int labels = model.Spec.Labels;
            for (int row = 0; row < expected.Length; row += labels, samples++)
            {
                ReadOnlySpan<float> a = expected.AsSpan(row, labels), b = actual.AsSpan(row, labels);
                if (IndexOfMax(a) != IndexOfMax(b))
                    disagreements++;
            }
        }
        return samples > 0
            ? new ParityReport(samples, difference, disagreements)
            : throw new ArgumentException("There is nothing to compare.", nameof(batches));
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{(Agrees ? "agrees" : "DISAGREES")}: {Samples} samples, largest probability difference {MaxAbsoluteDifference:0.0e+0} (at most {Tolerance:0.0e+0}), {LabelDisagreements} labels differ");

    private static float[][] RunTorch(EmotionModel model, EmotionInputs batch)
    {
        using TensorScope passScope = TensorScope.Begin();
        using (Grad.Disabled())
        using (EvaluationMode.Enter(model))
        {
            EmotionOutputs outputs = model.ForwardAll(batch);
            return [Functional.Softmax(outputs.Logits, 1).ToArray<float>(), .. model.AuxiliaryHeads.Select(head => outputs.Auxiliary[head].ToArray<float>())];
        }
    }

    private static float[][] RunOnnx(EmotionModel model, OrtSession session, EmotionInputs batch)
    {
        Dictionary<string, OrtValue> inputs = model.InputNames.ToDictionary(
            name => name, OrtValue (name) => OrtTensor<float>.Wrap(batch[name].ToArray<float>(), batch[name].Shape.AsSpan()));
        try
        {
            IReadOnlyList<OrtValue> outputs = session.Run([.. session.Inputs.Select(input => inputs[input.Name])]);
            try
            {
                return [.. outputs.Select(output => output.GetSpan<float>().ToArray())];
            }
            finally
            {
                foreach (OrtValue output in outputs)
                    output.Dispose();
            }
        }
        finally
        {
            foreach (OrtValue input in inputs.Values)
                input.Dispose();
        }
    }

    /// <summary>The first of the greatest values.</summary>
    internal static int IndexOfMax(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
            best = values[i] > values[best] ? i : best;
        return best;
    }
}
