using Mien.Export.Tracing;
using Mien.Torch;

namespace Mien.Export.Tests;

/// <summary>A small computation that uses an operator.</summary>
/// <param name="Name">Name of the case.</param>
/// <param name="Sample">Shape of one sample of the input; named sizes are free.</param>
/// <param name="Forward">The computation.</param>
/// <param name="Owner">The module that holds its weights.</param>
internal sealed record OperatorCase(string Name, InputDimension[] Sample, Func<Tensor, Tensor> Forward, Module Owner)
{
    public static IEnumerable<OperatorCase> All =>
    [
        Case("activations", [5], x => Functional.Relu(x) - Functional.Relu6(8 * x) + Functional.Sigmoid(x) * Functional.Tanh(x) - Functional.Silu(x) + Call("hardswish", "", x) * Functional.HardSigmoid(x)),
        Case("other activations", [5], x => Functional.Gelu(x) + Functional.LeakyRelu(x, 0.2)),
        Case("arithmetic", [5], x => (x + 2) * (x - 0.5) / (x * 0.25 + 3) + (1 - x) - x / 2 * 3),
        Case("between tensors", [5], x => x * x + x / (x.Abs() + 1) - x),
        Case("scaled addition", [5], x => Call("add", "Tensor", x, x.Exp(), 0.5) + Call("sub", "Tensor", x, x.Exp(), 2L)),
        Case("functions", [5], x => x.Exp() + (x.Abs() + 1).Log() + (x.Abs() + 1).Sqrt() + (x.Abs() + 1).Pow(1.5) - -x + 1 / (x + 2)),
        Case("rounding in training, which the file leaves out", [5], x => Functional.FakeQuantize(x, 1e-6f, 0, -100_000_000, 100_000_000)),
        Case("clamp", [5], x => x.Clamp(-0.5, 0.5) + x.Clamp(0, null) + x.Clamp(null, 0.1)),
        Case("choice", [5], x => x.Where(x.GreaterThan(0.1), x * 3) + x.MaskedFill(x.LessThan(-0.2), 9)),
        Case("comparisons", [5], x => x.Where(Call("ge", "Scalar", x, 0.5), x * 2).Where(Call("le", "Scalar", x, -0.5), x * 5)),
        Case("constants", [3], x => x * Tensor.From<float>([1, -2, 3], 3) + Tensor.Ones([1, 3]) + Tensor.Scalar(0.5f)),
        Case("shapes", [2, 3, 4], x => x.Reshape(x.Shape[0], 4, 6).View(-1, 2, 12).Flatten(1).Unsqueeze(1).Squeeze(1)),
        Case("batch and steps together", [6, 4], x => Functional.Softmax(x.Reshape(-1, 4), 1).Reshape(x.Shape[0], 6, 4)),
        Case("shapes of any size", [3, Free(4, "height"), Free(6, "width")], x => x.Flatten(2).Unsqueeze(1).Squeeze(1).Transpose(1, 2).Flatten(1).Reshape(x.Shape[0], -1, 3)),
        Case("any number of steps in the batch and back", [Free(6, "steps"), 4], x => Functional.Softmax(x.Reshape(-1, 4), 1).Reshape(x.Shape[0], x.Shape[1], 2, 2)),
        Case("steps and a size in turn", [Free(6, "steps"), 2, Free(5, "width")], x => x.Permute(1, 0, 2, 3).Reshape(2, -1, x.Shape[3]).Exp().Reshape(2, x.Shape[0], x.Shape[1], x.Shape[3]).Transpose(0, 1)),
        Case("padding", [3, Free(5, "frames")], x => Functional.Pad(x, [2, 1], value: 0.5) + Functional.Pad(Functional.Pad(x, [1, 0, 1, 2]), [2, 0, -1, -2])),
        Case("orders", [2, 3, 4], x => x.Permute(0, 2, 3, 1).Transpose(-1, 1).Contiguous().Clone()),
        Case("matrix transpose", [4], x => Call("t", "", Call("t", "", x))),
        Case("slices", [6, 4], x => Tensor.Cat([x.Slice(1, 1, 5, 2), x.Slice(1, 2), x.Slice(-1, -2).Flatten(1).Reshape(x.Shape[0], 3, 4)], 1)),
        Case("select and stack", [6, 4], x => Tensor.Stack([x.Select(1, 2), x.Select(1, -1)], 1)),
        Case("reductions", [3, 4], x => x.Mean([2]) + x.Sum([1, 2], keepDim: true).Squeeze(2) + x.Amax([-1]) + x.Amin([2])),
        Case("softmax", [3, 4], x => Functional.Softmax(x, -1) + Functional.LogSoftmax(x, 1)),
        Case("dropout and detach", [4], x => Functional.Dropout(x, 0.5, training: false).Detach() + Call("alias", "", x) + Call("feature_dropout", "", x, 0.5, false)),
        Case("max pool", [2, 7, 6], x => Functional.MaxPool2d(x, (3, 2), (2, 1), 1)),
        Case("pools over time", [2, Free(9, "frames")], x => Functional.MaxPool1d(x, 3, 2, 1) + Functional.AdaptiveAvgPool1d(x, 1)),
        Case("average pool", [2, 7, 6], x => Functional.AvgPool2d(x, 3, 2, 1)),
        Case("global pool", [2, Free(5, "height"), 4], x => Functional.AdaptiveAvgPool2d(x, 1)),
        Case("repeated pixels", [2, Free(3, "height"), Free(4, "width")], x => Functional.UpsampleNearest(x, 2) + Functional.UpsampleNearest(x.Abs(), 2)),
        Case("matrix products", [3, 4], x => x.MatMul(x.Transpose(1, 2)).Bmm(x)),
        Case("matrix by matrix", [3], x => Call("mm", "", x, Tensor.From<float>([1, 2, 3, 4, 5, 6], 3, 2))),
        With("convolution", [4, 9, 8], new Conv2d(4, 6, (3, 5), (2, 1), (1, 2), groups: 2), (module, x) => module.Forward(x)),
        With("convolution of any size", [3, Free(9, "height"), Free(8, "width")], new Conv2d(3, 4, 3, 2, 1), (module, x) => Functional.MaxPool2d(module.Forward(x), 2)),
        With("convolution over time", [4, Free(9, "frames")], new Conv1d(4, 6, 3, padding: 2, dilation: 2, groups: 2), (module, x) => module.Forward(x)),
        With("layer norm", [Free(3, "steps"), 5], new LayerNorm(5), (module, x) => module.Forward(x)),
        With("batch norm", [3, 4, 5], new BatchNorm2d(3), (module, x) => module.Forward(x)),
        With("batch norm of vectors", [3], new BatchNorm1d(3), (module, x) => module.Forward(x)),
        With("linear", [5], new Linear(5, 3), (module, x) => module.Forward(x)),
        With("linear on steps", [Free(4, "steps"), 5], new Linear(5, 3), (module, x) => module.Forward(x)),
        With("lstm", [6, 5], new Lstm(5, 4), (module, x) => module.Forward(x).Output),
        With("two bidirectional lstm layers", [Free(6, "steps"), 5], new Lstm(5, 4, layers: 2, batchFirst: true, bidirectional: true), (module, x) => module.Forward(x).Output),
        With("last state of an lstm", [6, 5], new Lstm(5, 4, batchFirst: true, bidirectional: true), (module, x) => module.Forward(x).Hidden.Transpose(0, 1).Flatten(1)),
    ];

    public TracedGraph Trace() => GraphTracer.Trace(
        Owner, values => [("y", Forward(values[0]))], [new TracedInput("x", Sample)], [.. Sample.Select(dimension => dimension.Name).OfType<string>()]);

    private static InputDimension Free(long size, string name) => new(size, name);

    private static OperatorCase Case(string name, InputDimension[] sample, Func<Tensor, Tensor> forward) => new(name, sample, forward, new Sequential());

    private static OperatorCase With<T>(string name, InputDimension[] sample, T module, Func<T, Tensor, Tensor> forward) where T : Module
    {
        module.Eval();
        return new(name, sample, x => forward(module, x), module);
    }

    private static Tensor Call(string name, string overload, params ReadOnlySpan<Argument> arguments) => Operator.Call($"aten::{name}", overload, arguments);
}
