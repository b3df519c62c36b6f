using System.Runtime.InteropServices;
using Mien.Export.Onnx;

namespace Mien.Export.Quantization;

/// <summary>
/// Stores weights as 16-bit floats (IEEE 754 binary16), each with a Cast node back to 32 bits, which ONNX Runtime folds when it
/// loads the file: it computes what it computed before, on weights rounded to 11 significant bits. Inputs, outputs and
/// activations stay 32-bit, because CPUs without AVX512-FP16 have no arithmetic of 16-bit floats.
/// </summary>
public static class HalfPrecisionWeights
{
    // A Cast node takes about as many bytes as this many floats lose.
    private const int SmallestTensor = 64;

    /// <summary>The model with its float weights in 16 bits.</summary>
    /// <param name="model">A model of 32-bit floats.</param>
    public static OnnxModel Apply(OnnxModel model) => TrainedRanges.Remove(model) with { Graph = Apply(model.Graph) };

    internal static OnnxGraph Apply(OnnxGraph graph)
    {
        HashSet<string> taken = [.. graph.Inputs.Concat(graph.Outputs).Select(value => value.Name)];
        List<OnnxNode> casts = [];
        List<OnnxTensor> initializers = [];
        foreach (OnnxTensor tensor in graph.Initializers)
        {
            if (tensor.ElementType != OnnxElementType.Float || tensor.Data.Length < SmallestTensor * sizeof(float) || taken.Contains(tensor.Name) || !Fits(tensor))
            {
                initializers.Add(tensor);
                continue;
            }
            string stored = $"{tensor.Name}.fp16";
            initializers.Add(FromFloats(stored, tensor.ToFloats(), tensor.Shape));
            casts.Add(new OnnxNode("Cast", "", [stored], [tensor.Name], [new OnnxAttribute("to", (long)OnnxElementType.Float)]));
        }
        return graph with { Nodes = [.. casts, .. graph.Nodes], Initializers = initializers };
    }

    internal static OnnxTensor FromFloats(string name, ReadOnlySpan<float> values, IReadOnlyList<long> shape)
    {
        Half[] halves = new Half[values.Length];
        for (int i = 0; i < halves.Length; i++)
            halves[i] = (Half)values[i];
        return new OnnxTensor(name, OnnxElementType.Float16, shape, MemoryMarshal.AsBytes(halves.AsSpan()).ToArray());
    }

    // Beyond 65,504 a 16-bit float is infinite.
    private static bool Fits(OnnxTensor tensor)
    {
        foreach (float value in MemoryMarshal.Cast<byte, float>(tensor.Data.Span))
            if (!Half.IsFinite((Half)value) && float.IsFinite(value))
                return false;
        return true;
    }
}
