using Mien.Export.Onnx;
using Mien.Interop.OnnxRuntime;

namespace Mien.Export.Tests;

/// <summary>Runs a graph in ONNX Runtime.</summary>
internal static class OnnxRunner
{
    public static float[] Run(OnnxGraph graph, params (string Name, float[] Values, long[] Shape)[] inputs)
    {
        using OrtSession session = Load(new OnnxModel(graph, new Dictionary<string, string>()));
        return Run(session, inputs);
    }

    public static OrtSession Load(OnnxModel model)
    {
        using MemoryStream stream = new();
        OnnxWriter.Write(model, stream);
        return OrtSession.Load(stream.ToArray(), model.Graph.Name, new OrtSessionOptions { IntraOpThreads = 1 });
    }

    public static float[] Run(OrtSession session, params (string Name, float[] Values, long[] Shape)[] inputs)
    {
        OrtValue[] values = [.. session.Inputs.Select(info => inputs.Single(input => input.Name == info.Name))
            .Select(OrtValue (input) => OrtTensor<float>.Wrap(input.Values, input.Shape))];
        IReadOnlyList<OrtValue> outputs = session.Run(values);
        float[] result = outputs[0].GetSpan<float>().ToArray();
        foreach (OrtValue value in values.Concat(outputs))
            value.Dispose();
        return result;
    }
}
