using Mien.Export.Onnx;
using Mien.Training.Quantization;

namespace Mien.Export.Quantization;

/// <summary>
/// The scales of weights and the integer biases of all layers, each kind in one 16-bit tensor which nodes at the graph's start bring
/// to floats and 32-bit integers and split by layer. ONNX Runtime folds these nodes when it loads the file. A network of many
/// narrow layers has so many channels that scales and biases in 32 bits would be a tenth of the file.
/// </summary>
internal sealed class PackedConstants
{
    private readonly List<(string Name, float[] Values)> _scales = [];
    private readonly List<(string Name, float[] Values)> _biases = [];

    /// <summary>Adds scales that <see cref="WeightGrid.Scale"/> gave.</summary>
    /// <returns>The name of the value that holds them, float (channels).</returns>
    public string AddScales(float[] scales)
    {
        _scales.Add(($"packed:scale{_scales.Count}", scales));
        return _scales[^1].Name;
    }

    /// <summary>Adds a bias in units of its layer's scales.</summary>
    /// <returns>The name of the value that holds it, int32 (channels).</returns>
    public string AddBias(float[] integers)
    {
        _biases.Add(($"packed:bias{_biases.Count}", integers));
        return _biases[^1].Name;
    }

    /// <summary>The nodes that make the values, and what they read.</summary>
    public (IReadOnlyList<OnnxNode> Nodes, IReadOnlyList<OnnxTensor> Initializers) Build()
    {
        List<OnnxNode> nodes = [];
        List<OnnxTensor> initializers = [];
        if (_scales.Count > 0)
            Unpack("packed:scales", _scales, WeightGrid.ScaleUnit, toInteger: false);
        if (_biases.Count > 0)
        {
            float unit = 1;
            for (float largest = _biases.Max(bias => bias.Values.Max(Math.Abs)); largest / unit > 32768; unit *= 2) { }
            Unpack("packed:biases", _biases, unit, toInteger: true);
        }
        return (nodes, initializers);

        void Unpack(string name, List<(string Name, float[] Values)> parts, float unit, bool toInteger)
        {
            float[] all = [.. parts.SelectMany(part => part.Values).Select(value => value / unit)];
            initializers.Add(HalfPrecisionWeights.FromFloats(name, all, [all.Length]));
            initializers.Add(OnnxTensor.FromFloats($"{name}.unit", [unit]));
            initializers.Add(OnnxTensor.FromLongs($"{name}.sizes", [.. parts.Select(part => (long)part.Values.Length)], parts.Count));
            nodes.Add(Cast(name, $"{name}.float", OnnxElementType.Float));
            nodes.Add(new OnnxNode("Mul", "", [$"{name}.float", $"{name}.unit"], [$"{name}.scaled"], []));
            string scaled = $"{name}.scaled";
            if (toInteger)
            {
                nodes.Add(Cast(scaled, $"{name}.integer", OnnxElementType.Int32));
                scaled = $"{name}.integer";
            }
            nodes.Add(new OnnxNode("Split", "", [scaled, $"{name}.sizes"], [.. parts.Select(part => part.Name)], [new OnnxAttribute("axis", 0L)]));
        }
    }

    private static OnnxNode Cast(string input, string output, OnnxElementType type) => new("Cast", "", [input], [output], [new OnnxAttribute("to", (long)type)]);
}
