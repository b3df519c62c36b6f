using Mien.Export.Onnx;
using Mien.Export.Tracing;

namespace Mien.Export.Operators;

/// <summary>Operators that reduce dimensions, and softmax.</summary>
internal static class ReductionOperators
{
    public static IEnumerable<KeyValuePair<string, OperatorConverter>> All => new Dictionary<string, OperatorConverter>
    {
        ["aten::mean.dim"] = (call, graph) => Reduce("ReduceMean", call, graph),
        ["aten::amax"] = (call, graph) => Reduce("ReduceMax", call, graph),
        ["aten::amin"] = (call, graph) => Reduce("ReduceMin", call, graph),
        ["aten::sum.dim_IntList"] = Sum,
        ["aten::softmax.int"] = (call, graph) => AlongAxis("Softmax", call, graph),
        ["aten::log_softmax.int"] = (call, graph) => AlongAxis("LogSoftmax", call, graph),
    };

    // In opset 17 the axes of these are an attribute; those of ReduceSum are an input.
    private static void Reduce(string op, TracedCall call, OnnxGraphBuilder graph) => graph.Bind(call.Result, graph.Add(
        op, [graph.Name(call.Tensor(0))], new OnnxAttribute("axes", Axes(call)), KeepDimensions(call)));

    private static void Sum(TracedCall call, OnnxGraphBuilder graph) => graph.Bind(call.Result, graph.Add(
        "ReduceSum", [graph.Name(call.Tensor(0)), graph.AddLongs("axes", Axes(call))], KeepDimensions(call)));

    private static void AlongAxis(string op, TracedCall call, OnnxGraphBuilder graph) => graph.Bind(call.Result, graph.Add(
        op, [graph.Name(call.Tensor(0))], new OnnxAttribute("axis", call.Dimension(1, call.Tensor(0).Rank))));

    /// <summary>The dimensions to reduce; none given means all of them.</summary>
    private static long[] Axes(TracedCall call)
    {
        int rank = call.Tensor(0).Rank;
        long[] axes = call.Longs(1, []);
        return axes.Length == 0
            ? [.. Enumerable.Range(0, rank).Select(axis => (long)axis)]
            : [.. axes.Select(axis => axis < 0 ? axis + rank : axis)];
    }

    private static OnnxAttribute KeepDimensions(TracedCall call) => new("keepdims", call.Bool(2, false) ? 1L : 0L);
}
