using Mien.Export.Tracing;

namespace Mien.Export.Operators;

/// <summary>Writes the ONNX counterpart of one ATen operator call.</summary>
/// <param name="call">The call.</param>
/// <param name="graph">Receives the nodes; the call's results must be bound to names.</param>
internal delegate void OperatorConverter(TracedCall call, OnnxGraphBuilder graph);

/// <summary>Which ATen operator becomes which ONNX operators (opset 17).</summary>
internal sealed class OperatorTable
{
    private readonly Dictionary<string, OperatorConverter> _converters;

    private OperatorTable(IEnumerable<KeyValuePair<string, OperatorConverter>> converters) => _converters = new(converters);

    /// <summary>All operators that can be exported.</summary>
    public static OperatorTable Default { get; } = new(
    [
        .. ElementwiseOperators.All,
        .. ShapeOperators.All,
        .. ReductionOperators.All,
        .. NetworkOperators.All,
        .. RecurrentOperators.All,
    ]);

    /// <summary>Names of the operators, with their overloads.</summary>
    public IReadOnlyCollection<string> Names => _converters.Keys;

    /// <summary>Converts a call.</summary>
    /// <exception cref="Mien.Core.UserErrorException">The operator, or this use of it, has no counterpart.</exception>
    public void Convert(TracedCall call, OnnxGraphBuilder graph)
    {
        if (!_converters.TryGetValue(call.Operator, out OperatorConverter? converter))
            throw call.Unsupported("the operator table has no ONNX counterpart for it");
        graph.EnterModule(call.ModulePath);
        converter(call, graph);
    }
}
