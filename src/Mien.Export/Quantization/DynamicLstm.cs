using Mien.Export.Onnx;
using Mien.Training.Quantization;

namespace Mien.Export.Quantization;

/// <summary>
/// An LSTM with 8-bit weights whose inputs and states are brought to integers at each step: ONNX Runtime's
/// <c>DynamicQuantizeLSTM</c> (domain com.microsoft). There is no kernel with ranges from calibration.
/// </summary>
internal static class DynamicLstm
{
    private const int WeightInput = 1, RecurrenceInput = 2, StandardInputs = 8;

    /// <summary>The node that takes the LSTM's place.</summary>
    /// <param name="node">The LSTM.</param>
    /// <param name="initializers">Weights of the graph; takes the integers.</param>
    /// <param name="packed">Takes the scales.</param>
    /// <param name="nodes">Takes the nodes that give the scales their shape.</param>
    public static OnnxNode Place(OnnxNode node, Dictionary<string, OnnxTensor> initializers, PackedConstants packed, List<OnnxNode> nodes)
    {
        string[] inputs = [.. node.Inputs, .. Enumerable.Repeat("", StandardInputs - node.Inputs.Count)];
        List<string> scales = [];
        foreach (int index in (int[])[WeightInput, RecurrenceInput])
        {
            OnnxTensor weight = initializers[node.Inputs[index]]; // (directions, 4 hidden, inputs)
            long directions = weight.Shape[0], gates = weight.Shape[1];
            QuantizedWeight[] parts = [.. Enumerable.Range(0, (int)directions).Select(direction => Direction(weight, direction))];
            string name = $"{weight.Name}:{node.Outputs[0]}", scale = $"{name}.scale", zero = $"{name}.zero", shape = $"{name}.scale.shape";
            initializers[name] = new OnnxTensor(name, OnnxElementType.Int8, [directions, weight.Shape[2], gates], Transposed(parts, (int)gates, (int)weight.Shape[2]));
            initializers[zero] = new OnnxTensor(zero, OnnxElementType.Int8, [directions, gates], new byte[directions * gates]);
            initializers[shape] = OnnxTensor.FromLongs(shape, [directions, gates], 2);
            nodes.Add(new OnnxNode("Reshape", "", [packed.AddScales([.. parts.SelectMany(part => part.Scales)]), shape], [scale], []));
            inputs[index] = name;
            scales.AddRange([scale, zero]);
        }
        return node with { Operator = "DynamicQuantizeLSTM", Domain = "com.microsoft", Inputs = [.. inputs, .. scales] };
    }

    /// <summary>Quantises the weights of one direction.</summary>
    public static QuantizedWeight Direction(OnnxTensor weight, int direction)
    {
        int size = weight.Data.Length / (int)weight.Shape[0];
        OnnxTensor part = new("", OnnxElementType.Float, [.. weight.Shape.Skip(1)], weight.Data.Slice(direction * size, size));
        return QuantizedWeight.Of(part, 0, WeightGrid.PairLimit);
    }

    /// <summary>The integers as the operator takes them: (directions, inputs, gates).</summary>
    private static byte[] Transposed(QuantizedWeight[] parts, int gates, int inputs)
    {
        byte[] result = new byte[parts.Length * gates * inputs];
        int next = 0;
        foreach (QuantizedWeight part in parts)
            for (int input = 0; input < inputs; input++)
                for (int gate = 0; gate < gates; gate++)
                    result[next++] = (byte)part.Integers[gate * inputs + input];
        return result;
    }
}
