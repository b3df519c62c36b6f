using Mien.Export.Onnx;
using Mien.Interop.OnnxRuntime;

namespace Mien.Export.Quantization;

/// <summary>Runs graphs on a set of samples in ONNX Runtime.</summary>
internal sealed class GraphRunner(OnnxModel model, int threads)
{
    // ONNX Runtime's binding takes 64 outputs, and a run's outputs are in memory together.
    private const int ObservedAtOnce = 32;

    /// <summary>Runs a model on samples and gives its first output, row-major.</summary>
    public static float[] FirstOutput(OrtSession session, SampleSet samples, CancellationToken cancellationToken)
    {
        List<float> all = [];
        Run(session, samples, outputs => all.AddRange(outputs[0].GetSpan<float>()), cancellationToken);
        return [.. all];
    }

    /// <summary>Runs a version of the model on samples and gives the probabilities of a model that tells emotion, or else all outputs, batch by batch.</summary>
    public float[] Outputs(OnnxGraph graph, SampleSet samples, CancellationToken cancellationToken)
    {
        bool tellsEmotion = graph.Outputs.Any(output => output.Name == OnnxExporter.OutputName);
        List<float> all = [];
        Run(graph, samples, outputs =>
        {
            foreach (OrtValue output in tellsEmotion ? outputs.Take(1) : outputs)
                all.AddRange(output.GetSpan<float>());
        }, cancellationToken);
        return [.. all];
    }

    /// <summary>What values of the graph were on samples.</summary>
    public IReadOnlyDictionary<string, ValueStatistics> Observe(IReadOnlyList<string> values, SampleSet samples, CancellationToken cancellationToken)
    {
        Dictionary<string, ValueStatistics> found = values.Distinct().ToDictionary(name => name, _ => new ValueStatistics());
        foreach (string[] names in found.Keys.Chunk(ObservedAtOnce))
        {
            // An input cannot be an output too, so that an Identity stands between.
            OnnxNode[] copies = [.. names.Index().Select(pair => new OnnxNode("Identity", "", [pair.Item], [$"observed{pair.Index}"], []))];
            OnnxGraph graph = model.Graph with
            {
                Nodes = [.. model.Graph.Nodes, .. copies],
                Outputs = [.. copies.Select(copy => new OnnxValueInfo(copy.Outputs[0], OnnxElementType.Float, []) { HasShape = false })],
            };
            Run(graph, samples, outputs =>
            {
                foreach ((string name, OrtValue output) in names.Zip(outputs))
                {
                    ReadOnlySpan<float> span = output.GetSpan<float>();
                    int channels = output.Shape.Length > 1 ? (int)output.Shape[1] : 1;
                    found[name].Add(span, channels, Math.Max(1, span.Length / Math.Max(1, channels * (output.Shape.Length > 0 ? (int)output.Shape[0] : 1))));
                }
            }, cancellationToken);
        }
        return found;
    }

    /// <summary>Loads a version of the model.</summary>
    /// <exception cref="Core.UserErrorException">ONNX Runtime cannot load it.</exception>
    public OrtSession Load(OnnxGraph graph) =>
        OrtSession.Load(OnnxWriter.ToMemory(model with { Graph = graph }), graph.Name, new OrtSessionOptions { IntraOpThreads = threads });

    private void Run(OnnxGraph graph, SampleSet samples, Action<IReadOnlyList<OrtValue>> take, CancellationToken cancellationToken)
    {
        using OrtSession session = Load(graph);
        Run(session, samples, take, cancellationToken);
    }

    private static void Run(OrtSession session, SampleSet samples, Action<IReadOnlyList<OrtValue>> take, CancellationToken cancellationToken)
    {
        foreach ((float[] Values, long[] Shape)[] batch in Batches(session, samples))
        {
            cancellationToken.ThrowIfCancellationRequested();
            OrtValue[] inputs = [.. batch.Select(OrtValue (input) => OrtTensor<float>.Wrap(input.Values, input.Shape))];
            IReadOnlyList<OrtValue> outputs = [];
            try
            {
                outputs = session.Run(inputs);
                take(outputs);
            }
            finally
            {
                foreach (OrtValue value in inputs.Concat(outputs))
                    value.Dispose();
            }
        }
    }

    private static IEnumerable<(float[] Values, long[] Shape)[]> Batches(OrtSession session, SampleSet samples)
    {
        IEnumerator<(float[] Values, long[] Shape)>[] inputs = [.. session.Inputs.Select(input => samples.Values(input.Name).GetEnumerator())];
        while (inputs.Length > 0 && inputs.All(input => input.MoveNext()))
            yield return [.. inputs.Select(input => input.Current)];
    }
}
