using Mien.Export.Onnx;
using Mien.Export.Tracing;

namespace Mien.Export.Operators;

/// <summary>
/// LSTM. ATen has, for each layer and direction, weight_ih (4H, I), weight_hh (4H, H), bias_ih and bias_hh (4H) with the gates in the order
/// input, forget, cell, output. ONNX has one node a layer, W (D, 4H, I), R (D, 4H, H), B (D, 8H), the gates in the order input, output,
/// forget, cell, time first.
/// </summary>
internal static class RecurrentOperators
{
    private static readonly int[] s_gateOrder = [0, 3, 1, 2]; // where ONNX's i, o, f, c stand among ATen's i, f, g, o

    public static IEnumerable<KeyValuePair<string, OperatorConverter>> All => new Dictionary<string, OperatorConverter>
    {
        ["aten::lstm.input"] = Lstm,
    };

    // aten::lstm.input(input, hx[2], params[], has_biases, num_layers, dropout, train, bidirectional, batch_first) -> (output, h, c)
    private static void Lstm(TracedCall call, OnnxGraphBuilder graph)
    {
        bool hasBiases = call.Bool(3), bidirectional = call.Bool(7), batchFirst = call.Bool(8);
        int layers = (int)call.Long(4), directions = bidirectional ? 2 : 1;
        if (call.Bool(6) && call.Double(5) > 0)
            throw call.Unsupported("the model is in training mode");
        OnnxTensor[] parameters = [.. call.Tensors(2).Select(value => value.Constant ?? throw call.Unsupported("its weights are computed"))];
        int perDirection = hasBiases ? 4 : 2;
        if (parameters.Length != layers * directions * perDirection)
            throw call.Unsupported($"it has {parameters.Length} weights, where {layers * directions * perDirection} were expected (projections are not supported)");

        string x = graph.Name(call.Tensor(0));
        if (batchFirst)
            x = graph.Add("Transpose", [x], new OnnxAttribute("perm", [1L, 0L, 2L])); // (T, N, I)
        List<string> hidden = [], cells = [];
        for (int layer = 0; layer < layers; layer++)
        {
            OnnxTensor[][] weights = [.. Enumerable.Range(0, directions)
                .Select(direction => parameters.Skip((layer * directions + direction) * perDirection).Take(perDirection).ToArray())];
            IReadOnlyList<string> outputs = AddLayer(weights, x, InitialState(call, layer, layers, directions, graph), graph);
            // (T, D, N, H) -> (T, N, D, H) -> (T, N, D * H)
            string perStep = graph.Add("Transpose", [outputs[0]], new OnnxAttribute("perm", [0L, 2L, 1L, 3L]));
            x = graph.Add("Reshape", [perStep, graph.AddLongs("shape", 0, 0, -1)]);
            hidden.Add(outputs[1]);
            cells.Add(outputs[2]);
        }
        graph.Bind(call.Results[0], batchFirst ? graph.Add("Transpose", [x], new OnnxAttribute("perm", [1L, 0L, 2L])) : x);
        graph.Bind(call.Results[1], layers == 1 ? hidden[0] : graph.Add("Concat", hidden, new OnnxAttribute("axis", 0L)));
        graph.Bind(call.Results[2], layers == 1 ? cells[0] : graph.Add("Concat", cells, new OnnxAttribute("axis", 0L)));
    }

    private static IReadOnlyList<string> AddLayer(OnnxTensor[][] weights, string x, string[] initialState, OnnxGraphBuilder graph)
    {
        long directions = weights.Length, hiddenSize = weights[0][1].Shape[1], inputSize = weights[0][0].Shape[1];
        string name = weights[0][0].Name;
        string w = graph.AddInitializer(OnnxTensor.FromFloats(
            name, [.. weights.SelectMany(direction => Reordered(direction[0], hiddenSize))], directions, 4 * hiddenSize, inputSize));
        string r = graph.AddInitializer(OnnxTensor.FromFloats(
            weights[0][1].Name, [.. weights.SelectMany(direction => Reordered(direction[1], hiddenSize))], directions, 4 * hiddenSize, hiddenSize));
        string b = weights[0].Length < 4 ? "" : graph.AddInitializer(OnnxTensor.FromFloats(
            weights[0][2].Name,
            [.. weights.SelectMany(direction => Reordered(direction[2], hiddenSize).Concat(Reordered(direction[3], hiddenSize)))],
            directions,
            8 * hiddenSize));
        return graph.Add(
            "LSTM",
            [x, w, r, b, "", .. initialState],
            3,
            [new OnnxAttribute("hidden_size", hiddenSize), new OnnxAttribute("direction", directions == 2 ? "bidirectional" : "forward")]);
    }

    /// <summary>The gates' rows of a weight or bias in ONNX's order.</summary>
    private static IEnumerable<float> Reordered(OnnxTensor tensor, long hiddenSize)
    {
        float[] values = tensor.ToFloats();
        int gateLength = (int)(hiddenSize * (values.Length / (4 * hiddenSize)));
        return s_gateOrder.SelectMany(gate => values.Skip(gate * gateLength).Take(gateLength));
    }

    /// <summary>The first hidden and cell state of a layer; zeros, which are ONNX's default, are left out.</summary>
    private static string[] InitialState(TracedCall call, int layer, int layers, int directions, OnnxGraphBuilder graph)
    {
        TracedValue[] states = [.. call.Tensors(1)];
        if (states.All(state => state.IsZero))
            return [];
        if (layers == 1)
            return [.. states.Select(graph.Name)];
        string[] range = [graph.AddLongs("starts", layer * directions), graph.AddLongs("ends", (layer + 1) * directions), graph.AddLongs("axes", 0)];
        return [.. states.Select(state => graph.Add("Slice", [graph.Name(state), .. range]))];
    }
}
