using Mien.Export.Onnx;
using Mien.Export.Tracing;

namespace Mien.Export.Operators;

/// <summary>Operators that arrange elements anew, and those that do nothing in evaluation.</summary>
internal static class ShapeOperators
{
    public static IEnumerable<KeyValuePair<string, OperatorConverter>> All => new Dictionary<string, OperatorConverter>
    {
        ["aten::reshape"] = Reshape,
        ["aten::view"] = Reshape,
        ["aten::flatten.using_ints"] = Reshape,
        ["aten::squeeze.dim"] = Reshape,
        ["aten::unsqueeze"] = Reshape,
        ["aten::permute"] = Permute,
        ["aten::transpose.int"] = Transpose,
        ["aten::t"] = (call, graph) => graph.Bind(call.Result, Swap(call, graph, 0, 1)),
        ["aten::slice.Tensor"] = Slice,
        ["aten::select.int"] = Select,
        ["aten::pad"] = Pad,
        ["aten::cat"] = Cat,
        ["aten::stack"] = Stack,
        ["aten::contiguous"] = Identity,
        ["aten::clone"] = Identity,
        ["aten::detach"] = Identity,
        ["aten::alias"] = Identity,
        ["aten::dropout"] = Dropout,
        ["aten::feature_dropout"] = Dropout,
    };

    /// <summary>Every operator that keeps the elements' order: the traced result's shape says it all, free sizes are left open.</summary>
    private static void Reshape(TracedCall call, OnnxGraphBuilder graph)
    {
        TracedValue input = call.Tensor(0);
        IReadOnlyList<TracedSize> shape = call.Result.Shape;
        TracedSize[] free = [.. shape.Where(size => size.Fixed is null)];
        // One free size follows from the others (-1); of more, all but one must be found in the input, best at the same place (0).
        bool IsCopied(int i) => free.Length > 1 && i < input.Rank && shape[i].SameAs(input.Shape[i]);
        long[] sizes = [.. shape.Select((size, i) => size.Fixed ?? (IsCopied(i) ? 0 : -1))];
        string target = sizes.Count(size => size == -1) > 1
            ? ComputedShape(call, sizes, graph)
            : graph.AddLongs("shape", sizes);
        graph.Bind(call.Result, graph.Add("Reshape", [graph.Name(input), target]));
    }

    /// <summary>A shape put together from sizes of the tensor at hand or of the network's inputs; one that neither has is left open.</summary>
    private static string ComputedShape(TracedCall call, long[] sizes, OnnxGraphBuilder graph)
    {
        bool hasOpen = false;
        string[] parts = [.. call.Result.Shape.Select((size, i) => sizes[i] != -1 ? graph.AddLongs("size", sizes[i]) : graph.AddSize(size, call.Tensor(0)) ?? Open(size))];
        return graph.Add("Concat", parts, new OnnxAttribute("axis", 0L));

        string Open(TracedSize size)
        {
            if (hasOpen)
                throw call.Unsupported($"more than one size of its result follows {string.Join(" and ", size.Follows)} in a way that cannot be told");
            hasOpen = true;
            return graph.AddLongs("size", -1);
        }
    }

    private static void Permute(TracedCall call, OnnxGraphBuilder graph)
    {
        int rank = call.Tensor(0).Rank;
        IEnumerable<long> order = call.Longs(1).Select(dimension => dimension < 0 ? dimension + rank : dimension);
        graph.Bind(call.Result, graph.Add("Transpose", [graph.Name(call.Tensor(0))], new OnnxAttribute("perm", order)));
    }

    private static void Transpose(TracedCall call, OnnxGraphBuilder graph)
    {
        int rank = call.Tensor(0).Rank;
        graph.Bind(call.Result, Swap(call, graph, call.Dimension(1, rank), call.Dimension(2, rank)));
    }

    private static string Swap(TracedCall call, OnnxGraphBuilder graph, long first, long second)
    {
        long[] order = [.. Enumerable.Range(0, call.Tensor(0).Rank).Select(i => i == first ? second : i == second ? first : i)];
        return graph.Add("Transpose", [graph.Name(call.Tensor(0))], new OnnxAttribute("perm", order));
    }

    private static void Slice(TracedCall call, OnnxGraphBuilder graph)
    {
        long dimension = call.Dimension(1, call.Tensor(0).Rank, 0);
        graph.Bind(call.Result, graph.Add("Slice",
        [
            graph.Name(call.Tensor(0)),
            graph.AddLongs("starts", call.Long(2, 0)),
            graph.AddLongs("ends", call.Long(3, long.MaxValue)),
            graph.AddLongs("axes", dimension),
            graph.AddLongs("steps", call.Long(4, 1)),
        ]));
    }

    private static void Select(TracedCall call, OnnxGraphBuilder graph)
    {
        string index = graph.AddInitializer(OnnxTensor.FromLongs(graph.UniqueName("index"), [call.Long(2)]));
        long dimension = call.Dimension(1, call.Tensor(0).Rank);
        graph.Bind(call.Result, graph.Add("Gather", [graph.Name(call.Tensor(0)), index], new OnnxAttribute("axis", dimension)));
    }

    /// <summary>ATen lists beginning and end of the last dimension, then of the one before; ONNX the beginnings of all, then the ends.</summary>
    private static void Pad(TracedCall call, OnnxGraphBuilder graph)
    {
        if (call.Has(2) && call.Text(2) != "constant")
            throw call.Unsupported($"its mode {call.Text(2)} is not in the operator table");
        long[] added = call.Longs(1);
        int rank = call.Tensor(0).Rank;
        IEnumerable<long> Ends(int side) => Enumerable.Range(0, rank).Select(axis => 2 * (rank - 1 - axis) + side is var i && i < added.Length ? added[i] : 0);
        graph.Bind(call.Result, graph.Add(
            "Pad", [graph.Name(call.Tensor(0)), graph.AddLongs("pads", [.. Ends(0), .. Ends(1)]), graph.AddScalar("value", call.Double(3, 0))]));
    }

    private static void Cat(TracedCall call, OnnxGraphBuilder graph)
    {
        long dimension = call.Dimension(1, call.Result.Rank, 0);
        graph.Bind(call.Result, graph.Add("Concat", [.. call.Tensors(0).Select(graph.Name)], new OnnxAttribute("axis", dimension)));
    }

    private static void Stack(TracedCall call, OnnxGraphBuilder graph)
    {
        long dimension = call.Dimension(1, call.Result.Rank, 0);
        string axes = graph.AddLongs("axes", dimension);
        string[] layers = [.. call.Tensors(0).Select(tensor => graph.Add("Unsqueeze", [graph.Name(tensor), axes]))];
        graph.Bind(call.Result, graph.Add("Concat", layers, new OnnxAttribute("axis", dimension)));
    }

    private static void Identity(TracedCall call, OnnxGraphBuilder graph) => graph.Bind(call.Result, graph.Name(call.Tensor(0)));

    private static void Dropout(TracedCall call, OnnxGraphBuilder graph)
    {
        if (call.Bool(2))
            throw call.Unsupported("the model is in training mode");
        Identity(call, graph);
    }
}
