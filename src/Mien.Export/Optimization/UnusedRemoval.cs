using Mien.Export.Onnx;

namespace Mien.Export.Optimization;

/// <summary>Drops nodes and weights that no output depends on.</summary>
internal static class UnusedRemoval
{
    /// <summary>The graph without them.</summary>
    public static OnnxGraph Apply(OnnxGraph graph)
    {
        HashSet<string> needed = [.. graph.Outputs.Select(output => output.Name)];
        List<OnnxNode> kept = [];
        foreach (OnnxNode node in graph.Nodes.Reverse()) // readers before what they read
        {
            if (!node.Outputs.Any(needed.Contains))
                continue;
            kept.Add(node with { Outputs = TrimmedOutputs(node, needed) });
            needed.UnionWith(node.Inputs);
        }
        kept.Reverse();
        return graph with { Nodes = kept, Initializers = [.. graph.Initializers.Where(tensor => needed.Contains(tensor.Name))] };
    }

    /// <summary>The outputs up to the last that is read; an unread one among them gets the empty name that ONNX has for it.</summary>
    private static string[] TrimmedOutputs(OnnxNode node, HashSet<string> needed)
    {
        string[] names = [.. node.Outputs.Select(name => needed.Contains(name) ? name : "")];
        return names[..(Array.FindLastIndex(names, name => name.Length > 0) + 1)];
    }
}
