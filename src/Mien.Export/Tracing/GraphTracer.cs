using Mien.Models;
using Mien.Torch;

namespace Mien.Export.Tracing;

/// <summary>
/// Traces a forward pass: every ATen operator passes one door, and <see cref="OperatorRecorder"/> stands at it. Two passes with
/// different batch sizes show which sizes and integers follow the batch.
/// </summary>
internal static class GraphTracer
{
    private const int FirstBatch = 2;
    private const int SecondBatch = 3;

    /// <summary>Traces a model in evaluation mode: its emotion head, ended by a softmax over the labels, and all further heads.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">Name and shape of one sample of each input.</param>
    /// <exception cref="Mien.Core.UserErrorException">What the model computes depends on the batch's size in a way that cannot be exported.</exception>
    public static TracedGraph Trace(EmotionModel model, IReadOnlyList<(string Name, long[] Sample)> inputs)
    {
        using EvaluationMode evaluation = EvaluationMode.Enter(model);
        return Trace(model, Forward, inputs);

        IReadOnlyList<(string, Tensor)> Forward(IReadOnlyList<Tensor> values)
        {
            EmotionOutputs outputs = model.ForwardAll(Inputs(inputs, values));
            return [(OnnxExporter.OutputName, Functional.Softmax(outputs.Logits, 1)), .. model.AuxiliaryHeads.Select(head => (head, outputs.Auxiliary[head]))];
        }
    }

    /// <summary>Traces a computation with one output.</summary>
    /// <inheritdoc cref="Trace(Module, Func{IReadOnlyList{Tensor}, IReadOnlyList{ValueTuple{string, Tensor}}}, IReadOnlyList{ValueTuple{string, long[]}})"/>
    public static TracedGraph Trace(Module owner, Func<IReadOnlyList<Tensor>, Tensor> forward, IReadOnlyList<(string Name, long[] Sample)> inputs) =>
        Trace(owner, values => [(OnnxExporter.OutputName, forward(values))], inputs);

    /// <summary>Traces any computation.</summary>
    /// <param name="owner">The module whose parameters and buffers the computation reads; their keys become names.</param>
    /// <param name="forward">The computation; it names its outputs.</param>
    /// <param name="inputs">Name and shape of one sample of each input; all hold 32-bit floats.</param>
    public static TracedGraph Trace(Module owner, Func<IReadOnlyList<Tensor>, IReadOnlyList<(string Name, Tensor Tensor)>> forward, IReadOnlyList<(string Name, long[] Sample)> inputs)
    {
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        // The first recorder stays open, and with it the tensors it refers to, while the second records.
        using OperatorRecorder firstRecorder = OperatorRecorder.Begin();
        TracedPass first = Run(firstRecorder, FirstBatch);
        using OperatorRecorder secondRecorder = OperatorRecorder.Begin();
        TracedPass second = Run(secondRecorder, SecondBatch);
        return new PassMerger(owner, first, second).Merge([.. inputs.Select(input => input.Name)]);

        TracedPass Run(OperatorRecorder recorder, int batch)
        {
            Tensor[] values = [.. inputs.Select(input => Tensor.Ones([batch, .. input.Sample]))];
            int before = recorder.Calls.Count; // making the inputs is no part of the graph
            IReadOnlyList<(string, Tensor)> outputs = forward(values);
            return new TracedPass(batch, values, [.. recorder.Calls.Skip(before)], outputs);
        }
    }

    private static EmotionInputs Inputs(IReadOnlyList<(string Name, long[] Sample)> inputs, IReadOnlyList<Tensor> values)
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
