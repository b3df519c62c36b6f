using Mien.Export.Onnx;

namespace Mien.Export.Quantization;

/// <summary>
/// Gives all values inside a graph short names: with two more nodes a value, long ones would be a fiftieth of an 8-bit file. Inputs,
/// outputs and the nodes of the float model keep their names, so that a profile still tells the layers.
/// </summary>
internal static class ShortNames
{
    /// <summary>The graph with short names.</summary>
    public static OnnxGraph Apply(OnnxGraph graph)
    {
        Dictionary<string, string> names = graph.Inputs.Concat(graph.Outputs).Select(value => value.Name).Distinct().ToDictionary(name => name);
        HashSet<string> taken = [.. names.Values];
        int next = 0;
        return graph with
        {
            Nodes = [.. graph.Nodes.Select(node => node with { Inputs = [.. node.Inputs.Select(Rename)], Outputs = [.. node.Outputs.Select(Rename)] })],
            Initializers = [.. graph.Initializers.Select(tensor => tensor with { Name = Rename(tensor.Name) })],
        };

        string Rename(string name)
        {
            if (name.Length == 0)
                return name; // an optional input that is left out
            if (!names.TryGetValue(name, out string? renamed))
            {
                do
                    renamed = $"v{next++:x}";
                while (!taken.Add(renamed));
                names[name] = renamed;
            }
            return renamed;
        }
    }
}
