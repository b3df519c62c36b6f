using Mien.Export.Onnx;
using Mien.Export.Tracing;

namespace Mien.Export.Operators;

/// <summary>Arithmetic, comparison and activation operators.</summary>
internal static class ElementwiseOperators
{
    public static IEnumerable<KeyValuePair<string, OperatorConverter>> All => new Dictionary<string, OperatorConverter>
    {
        ["aten::relu"] = Unary("Relu"),
        ["aten::relu6"] = Relu6,
        ["aten::sigmoid"] = Unary("Sigmoid"),
        ["aten::tanh"] = Unary("Tanh"),
        ["aten::exp"] = Unary("Exp"),
        ["aten::log"] = Unary("Log"),
        ["aten::sqrt"] = Unary("Sqrt"),
        ["aten::abs"] = Unary("Abs"),
        ["aten::neg"] = Unary("Neg"),
        ["aten::silu"] = Silu,
        ["aten::gelu"] = Gelu,
        ["aten::leaky_relu"] = LeakyRelu,
        ["aten::hardswish"] = Unary("HardSwish"),
        ["aten::hardsigmoid"] = HardSigmoid,
        ["aten::add.Tensor"] = WithAlpha("Add"),
        ["aten::add.Scalar"] = WithAlpha("Add"),
        ["aten::sub.Tensor"] = WithAlpha("Sub"),
        ["aten::sub.Scalar"] = WithAlpha("Sub"),
        ["aten::mul.Tensor"] = Binary("Mul"),
        ["aten::mul.Scalar"] = Binary("Mul"),
        ["aten::div.Tensor"] = Binary("Div"),
        ["aten::div.Scalar"] = Binary("Div"),
        ["aten::pow.Tensor_Scalar"] = Binary("Pow"),
        ["aten::gt.Scalar"] = Binary("Greater"),
        ["aten::ge.Scalar"] = Binary("GreaterOrEqual"),
        ["aten::lt.Scalar"] = Binary("Less"),
        ["aten::le.Scalar"] = Binary("LessOrEqual"),
        ["aten::rsub.Scalar"] = ReverseSubtract,
        ["aten::reciprocal"] = Unary("Reciprocal"),
        ["aten::clamp"] = Clamp,
        ["aten::where.self"] = Where,
        ["aten::masked_fill.Scalar"] = MaskedFill,
    };

    private static OperatorConverter Unary(string op) => (call, graph) =>
        graph.Bind(call.Result, graph.Add(op, [graph.Name(call.Tensor(0))]));

    private static OperatorConverter Binary(string op) => (call, graph) =>
        graph.Bind(call.Result, graph.Add(op, [graph.Name(call.Tensor(0)), Operand(call, 1, graph)]));

    /// <summary>Addition and subtraction: ATen scales the second operand by its third argument, 1 by default.</summary>
    private static OperatorConverter WithAlpha(string op) => (call, graph) =>
    {
        string second = Operand(call, 1, graph);
        double alpha = call.Double(2, 1);
        if (alpha != 1)
            second = graph.Add("Mul", [second, graph.AddScalar("alpha", alpha)]);
        graph.Bind(call.Result, graph.Add(op, [graph.Name(call.Tensor(0)), second]));
    };

    private static void Silu(TracedCall call, OnnxGraphBuilder graph)
    {
        string x = graph.Name(call.Tensor(0));
        graph.Bind(call.Result, graph.Add("Mul", [x, graph.Add("Sigmoid", [x])]));
    }

    // x Phi(x) = x / 2 (1 + erf(x / sqrt(2)))
    private static void Gelu(TracedCall call, OnnxGraphBuilder graph)
    {
        if (call.Has(1) && call.Text(1) != "none")
            throw call.Unsupported($"its approximation {call.Text(1)} is not in the operator table");
        string x = graph.Name(call.Tensor(0));
        string erf = graph.Add("Erf", [graph.Add("Mul", [x, graph.AddScalar("scale", Math.Sqrt(0.5))])]);
        string twice = graph.Add("Add", [erf, graph.AddScalar("one", 1)]);
        graph.Bind(call.Result, graph.Add("Mul", [graph.Add("Mul", [x, graph.AddScalar("half", 0.5)]), twice]));
    }

    private static void LeakyRelu(TracedCall call, OnnxGraphBuilder graph) => graph.Bind(call.Result, graph.Add(
        "LeakyRelu", [graph.Name(call.Tensor(0))], new OnnxAttribute("alpha", (float)call.Double(1, 0.01))));

    private static void Relu6(TracedCall call, OnnxGraphBuilder graph) => graph.Bind(call.Result, graph.Add(
        "Clip", [graph.Name(call.Tensor(0)), graph.AddScalar("zero", 0), graph.AddScalar("six", 6)]));

    private static void HardSigmoid(TracedCall call, OnnxGraphBuilder graph) => graph.Bind(call.Result, graph.Add(
        "HardSigmoid", [graph.Name(call.Tensor(0))], new OnnxAttribute("alpha", 1f / 6), new OnnxAttribute("beta", 0.5f)));

    private static void Where(TracedCall call, OnnxGraphBuilder graph) =>
        graph.Bind(call.Result, graph.Add("Where", [.. Enumerable.Range(0, 3).Select(i => graph.Name(call.Tensor(i)))]));

    private static void MaskedFill(TracedCall call, OnnxGraphBuilder graph) =>
        graph.Bind(call.Result, graph.Add("Where", [graph.Name(call.Tensor(1)), Operand(call, 2, graph), graph.Name(call.Tensor(0))]));

    private static void ReverseSubtract(TracedCall call, OnnxGraphBuilder graph)
    {
        if (call.Double(2, 1) != 1)
            throw call.Unsupported("its factor is not 1");
        graph.Bind(call.Result, graph.Add("Sub", [Operand(call, 1, graph), graph.Name(call.Tensor(0))]));
    }

    private static void Clamp(TracedCall call, OnnxGraphBuilder graph) => graph.Bind(call.Result, graph.Add(
        "Clip", [graph.Name(call.Tensor(0)), call.Has(1) ? Operand(call, 1, graph) : "", call.Has(2) ? Operand(call, 2, graph) : ""]));

    private static string Operand(TracedCall call, int index, OnnxGraphBuilder graph)
    {
        if (call.Arguments[index] is TracedValue tensor)
            return graph.Name(tensor);
        if (call.Tensor(0).ElementType != OnnxElementType.Float)
            throw call.Unsupported("arithmetic of numbers with tensors that do not hold 32-bit floats is not in the operator table");
        return graph.AddScalar("scalar", call.Double(index));
    }
}
