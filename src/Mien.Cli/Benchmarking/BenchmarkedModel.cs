using Mien.Core;
using Mien.Interop.OnnxRuntime;

namespace Mien.Cli.Benchmarking;

/// <summary>A network with inputs of random numbers, ready to be run again and again. A run allocates nothing.</summary>
internal sealed class BenchmarkedModel : IDisposable
{
    private readonly OrtSession _session;
    private readonly OrtValue[] _inputs;
    private readonly OrtValue[] _outputs;

    private BenchmarkedModel(OrtSession session, OrtValue[] inputs)
    {
        (_session, _inputs) = (session, inputs);
        // The first run tells the shapes of the outputs; the tensors that it made serve all later runs.
        _outputs = [.. session.Run(inputs)];
    }

    /// <summary>What runs it.</summary>
    public OrtProviderChoice Provider => _session.Provider;

    /// <summary>Loads a model for inputs of given shapes.</summary>
    /// <exception cref="UserErrorException">It cannot be loaded, or does not run on such inputs.</exception>
    public static BenchmarkedModel Load(string path, IReadOnlyList<long[]> shapes, int threads, OrtProviderOptions provider)
    {
        OrtSession session = OrtSession.Load(path, new OrtSessionOptions { IntraOpThreads = threads, Provider = provider });
        OrtValue[] inputs = [.. shapes.Select(RandomInput)];
        try
        {
            return new BenchmarkedModel(session, inputs);
        }
        catch (Exception error)
        {
            foreach (OrtValue input in inputs)
                input.Dispose();
            session.Dispose();
            if (error is NativeException)
                throw new UserErrorException($"{path} does not run on inputs of ({string.Join("), (", shapes.Select(shape => string.Join(", ", shape)))}): {error.Message.ReplaceLineEndings(" ")}", error);
            throw;
        }
    }

    /// <summary>Runs it once.</summary>
    public void Run() => _session.Run(_inputs, _outputs);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (OrtValue value in _inputs.Concat(_outputs))
            value.Dispose();
        _session.Dispose();
    }

    private static OrtTensor<float> RandomInput(long[] shape)
    {
        OrtTensor<float> tensor = OrtTensor<float>.Create(shape);
        Random random = new(1);
        foreach (ref float value in tensor.Span)
            value = 2 * random.NextSingle() - 1;
        return tensor;
    }
}
