using Mien.Core;
using Mien.Models;
using Mien.Torch;

namespace Mien.Export.Tracing;

/// <summary>
/// Traces a forward pass: every ATen operator passes one door, and <see cref="OperatorRecorder"/> stands at it. One pass more for each
/// size that is to be free, with another value for it, shows which sizes and integers follow it.
/// </summary>
internal static class GraphTracer
{
    /// <summary>Traces a model in evaluation mode: its emotion head, ended by a softmax over the labels, and all further heads.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="free">Names of the sizes that are to be free beside the batch's.</param>
    /// <param name="step">How far each is varied.</param>
    /// <exception cref="UserErrorException">What the model computes depends on a free size in a way that cannot be exported.</exception>
    public static TracedGraph Trace(EmotionModel model, IReadOnlyList<TracedInput> inputs, IReadOnlyList<string> free, long step = FreeSize.OddStep)
    {
        using EvaluationMode evaluation = EvaluationMode.Enter(model);
        return Trace(model, Forward, inputs, free, step);

        IReadOnlyList<(string, Tensor)> Forward(IReadOnlyList<Tensor> values)
        {
            EmotionOutputs outputs = model.ForwardAll(Inputs(inputs, values));
            return [(OnnxExporter.OutputName, Functional.Softmax(outputs.Logits, 1)), .. model.AuxiliaryHeads.Select(head => (head, outputs.Auxiliary[head]))];
        }
    }

    /// <summary>Traces any computation.</summary>
    /// <param name="owner">The module whose parameters and buffers the computation reads; their keys become names.</param>
    /// <param name="forward">The computation; it names its outputs, each of which has a row for each sample.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="free">Names of the sizes that are to be free beside the batch's.</param>
    /// <param name="step">How far each is varied.</param>
    /// <exception cref="UserErrorException">What it computes depends on a free size in a way that cannot be exported.</exception>
    public static TracedGraph Trace(
        Module owner,
        Func<IReadOnlyList<Tensor>, IReadOnlyList<(string Name, Tensor Tensor)>> forward,
        IReadOnlyList<TracedInput> inputs,
        IReadOnlyList<string> free,
        long step = FreeSize.OddStep)
    {
        FreeSize[] sizes = [FreeSize.Batch, .. free.Select(name => FreeSize.Of(name, SizeOf(name, inputs), step))];
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        // Recorders stay open, and with them the tensors they refer to, until the passes are merged.
        Stack<OperatorRecorder> recorders = new();
        try
        {
            TracedPass[] passes = [.. new FreeSize?[] { null }.Concat(sizes).Select(Run)];
            return new PassMerger(owner, passes, sizes).Merge([.. inputs.Select(input => input.Name)]);
        }
        finally
        {
            foreach (OperatorRecorder recorder in recorders) // the last one first
                recorder.Dispose();
        }

        TracedPass Run(FreeSize? varied)
        {
            OperatorRecorder recorder = OperatorRecorder.Begin();
            recorders.Push(recorder);
            Dictionary<string, long> values = sizes.ToDictionary(size => size.Name, size => size == varied ? size.Varied : size.Usual);
            Tensor[] tensors = [.. inputs.Select(input => Tensor.Ones(input.Shape(values)))];
            int before = recorder.Calls.Count; // making the inputs is no part of the graph
            IReadOnlyList<(string, Tensor)> outputs = forward(tensors);
            return new TracedPass(tensors, [.. recorder.Calls.Skip(before)], outputs);
        }
    }

    private static long SizeOf(string name, IReadOnlyList<TracedInput> inputs) =>
        inputs.SelectMany(input => input.Sample).First(dimension => dimension.Name == name).Size;

    private static EmotionInputs Inputs(IReadOnlyList<TracedInput> inputs, IReadOnlyList<Tensor> values)
    {
        Dictionary<string, Tensor> named = inputs.Zip(values).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        return new EmotionInputs
        {
            Image = named.GetValueOrDefault(EmotionModel.ImageInput),
            Audio = named.GetValueOrDefault(EmotionModel.AudioInput),
            Presence = named.GetValueOrDefault(EmotionModel.PresenceInput),
            Features = named.GetValueOrDefault(EmotionModel.FeaturesInput),
        };
    }
}
