using Mien.Export.Onnx;
using Mien.Export.Tracing;
using Mien.Training.Quantization;

namespace Mien.Export.Operators;

/// <summary>Convolution, normalisation, pooling and linear layers.</summary>
internal static class NetworkOperators
{
    public static IEnumerable<KeyValuePair<string, OperatorConverter>> All => new Dictionary<string, OperatorConverter>
    {
        ["aten::conv1d"] = Convolution,
        ["aten::conv2d"] = Convolution,
        ["aten::batch_norm"] = BatchNorm,
        ["aten::layer_norm"] = LayerNorm,
        ["aten::max_pool1d"] = MaxPool,
        ["aten::max_pool2d"] = MaxPool,
        ["aten::avg_pool2d"] = AveragePool,
        ["aten::adaptive_avg_pool1d"] = AdaptiveAveragePool,
        ["aten::adaptive_avg_pool2d"] = AdaptiveAveragePool,
        ["aten::upsample_nearest2d"] = UpsampleNearest,
        ["aten::fake_quantize_per_tensor_affine"] = Range,
        ["aten::linear"] = Linear,
        ["aten::matmul"] = MatMul,
        ["aten::mm"] = MatMul,
        ["aten::bmm"] = MatMul,
    };

    private static void Convolution(TracedCall call, OnnxGraphBuilder graph)
    {
        TracedValue weight = call.Tensor(1); // (out, in / groups, height, width), or (out, in / groups, length)
        int dimensions = weight.Rank - 2;
        List<string> inputs = [graph.Name(call.Tensor(0)), graph.Name(weight)];
        if (call.Has(2))
            inputs.Add(graph.Name(call.Tensor(2)));
        graph.Bind(call.Result, graph.Add(
            "Conv",
            inputs,
            new OnnxAttribute("kernel_shape", weight.Shape.Skip(2).Select(size => size.Fixed!.Value)),
            new OnnxAttribute("strides", call.Spatial(3, dimensions, 1)),
            Padding(call.Spatial(4, dimensions, 0)),
            new OnnxAttribute("dilations", call.Spatial(5, dimensions, 1)),
            new OnnxAttribute("group", call.Long(6, 1))));
    }

    private static void BatchNorm(TracedCall call, OnnxGraphBuilder graph)
    {
        if (call.Bool(5))
            throw call.Unsupported("the model is in training mode");
        // ONNX wants scale, shift, mean and variance; ATen may lack the first two.
        long channels = call.Tensor(3).Shape[0].Fixed!.Value;
        string scale = call.Has(1) ? graph.Name(call.Tensor(1)) : Filled("scale", 1);
        string shift = call.Has(2) ? graph.Name(call.Tensor(2)) : Filled("shift", 0);
        graph.Bind(call.Result, graph.Add(
            "BatchNormalization",
            [graph.Name(call.Tensor(0)), scale, shift, graph.Name(call.Tensor(3)), graph.Name(call.Tensor(4))],
            new OnnxAttribute("epsilon", (float)call.Double(7))));

        string Filled(string purpose, float value) => graph.AddInitializer(
            OnnxTensor.FromFloats(graph.UniqueName(purpose), [.. Enumerable.Repeat(value, (int)channels)], channels));
    }

    private static void LayerNorm(TracedCall call, OnnxGraphBuilder graph)
    {
        if (!call.Has(2))
            throw call.Unsupported("ONNX has no layer norm without weights");
        List<string> inputs = [graph.Name(call.Tensor(0)), graph.Name(call.Tensor(2))];
        if (call.Has(3))
            inputs.Add(graph.Name(call.Tensor(3)));
        graph.Bind(call.Result, graph.Add(
            "LayerNormalization",
            inputs,
            new OnnxAttribute("axis", (long)(call.Tensor(0).Rank - call.Longs(1).Length)),
            new OnnxAttribute("epsilon", (float)call.Double(4, 1e-5))));
    }

    private static void MaxPool(TracedCall call, OnnxGraphBuilder graph)
    {
        int dimensions = call.Tensor(0).Rank - 2;
        long[] kernel = call.Spatial(1, dimensions);
        graph.Bind(call.Result, graph.Add(
            "MaxPool",
            [graph.Name(call.Tensor(0))],
            new OnnxAttribute("kernel_shape", kernel),
            new OnnxAttribute("strides", Strides(call, kernel)),
            Padding(call.Spatial(3, dimensions, 0)),
            new OnnxAttribute("dilations", call.Spatial(4, dimensions, 1)),
            new OnnxAttribute("ceil_mode", call.Bool(5, false) ? 1L : 0L)));
    }

    private static void AveragePool(TracedCall call, OnnxGraphBuilder graph)
    {
        if (call.Has(6))
            throw call.Unsupported("ONNX has no divisor of its own for average pooling");
        long[] kernel = call.Spatial(1, 2);
        graph.Bind(call.Result, graph.Add(
            "AveragePool",
            [graph.Name(call.Tensor(0))],
            new OnnxAttribute("kernel_shape", kernel),
            new OnnxAttribute("strides", Strides(call, kernel)),
            Padding(call.Spatial(3, 2, 0)),
            new OnnxAttribute("ceil_mode", call.Bool(4, false) ? 1L : 0L),
            new OnnxAttribute("count_include_pad", call.Bool(5, true) ? 1L : 0L)));
    }

    private static void AdaptiveAveragePool(TracedCall call, OnnxGraphBuilder graph)
    {
        if (call.Longs(1).Any(size => size != 1))
            throw call.Unsupported("adaptive pooling is exported to one position only");
        graph.Bind(call.Result, graph.Add("GlobalAveragePool", [graph.Name(call.Tensor(0))]));
    }

    private static void UpsampleNearest(TracedCall call, OnnxGraphBuilder graph)
    {
        TracedValue input = call.Tensor(0);
        float Factor(int axis) => (float)(call.Result.Shape[axis].Ratio(input.Shape[axis]) ?? throw call.Unsupported("its factor depends on the input's size"));
        string scales = graph.AddInitializer(OnnxTensor.FromFloats(graph.UniqueName("scales"), [1, 1, Factor(2), Factor(3)], 4));
        graph.Bind(call.Result, graph.Add(
            "Resize",
            [graph.Name(input), "", scales],
            new OnnxAttribute("mode", "nearest"),
            new OnnxAttribute("coordinate_transformation_mode", "asymmetric"),
            new OnnxAttribute("nearest_mode", "floor")));
    }

    // The file holds the float network; what training rounded by is kept for whoever makes integers of it.
    private static void Range(TracedCall call, OnnxGraphBuilder graph)
    {
        string name = graph.Name(call.Tensor(0));
        float scale = (float)call.Double(1);
        graph.Ranges[name] = new QuantizedRange((call.Long(3) - call.Long(2)) * scale, (call.Long(4) - call.Long(2)) * scale);
        graph.Bind(call.Result, name);
    }

    private static void Linear(TracedCall call, OnnxGraphBuilder graph)
    {
        string x = graph.Name(call.Tensor(0));
        TracedValue weight = call.Tensor(1); // (out, in)
        if (call.Tensor(0).Rank == 2)
        {
            List<string> inputs = [x, graph.Name(weight)];
            if (call.Has(2))
                inputs.Add(graph.Name(call.Tensor(2)));
            graph.Bind(call.Result, graph.Add("Gemm", inputs, new OnnxAttribute("transB", 1L)));
            return;
        }
        // Gemm takes matrices only; a sequence goes through MatMul, which cannot transpose.
        string transposed = weight.Constant is { } constant
            ? graph.AddInitializer(Transposed(constant))
            : graph.Add("Transpose", [graph.Name(weight)], new OnnxAttribute("perm", [1L, 0L]));
        string product = graph.Add("MatMul", [x, transposed]);
        graph.Bind(call.Result, call.Has(2) ? graph.Add("Add", [product, graph.Name(call.Tensor(2))]) : product);
    }

    private static void MatMul(TracedCall call, OnnxGraphBuilder graph) =>
        graph.Bind(call.Result, graph.Add("MatMul", [graph.Name(call.Tensor(0)), graph.Name(call.Tensor(1))]));

    /// <summary>ATen's default stride of a pool, an empty list, is its kernel.</summary>
    private static long[] Strides(TracedCall call, long[] kernel) => call.Spatial(2, kernel.Length) is { Length: > 0 } strides ? strides : kernel;

    /// <summary>ATen pads both sides alike; ONNX lists the beginnings, then the ends.</summary>
    private static OnnxAttribute Padding(long[] sides) => new("pads", [.. sides, .. sides]);

    private static OnnxTensor Transposed(OnnxTensor matrix)
    {
        (long rows, long columns) = (matrix.Shape[0], matrix.Shape[1]);
        float[] source = matrix.ToFloats(), target = new float[source.Length];
        for (long row = 0; row < rows; row++)
        {
            for (long column = 0; column < columns; column++)
                target[column * rows + row] = source[row * columns + column];
        }
        return OnnxTensor.FromFloats(matrix.Name + ".transposed", target, columns, rows);
    }
}
