using Mien.Interop.OnnxRuntime;

namespace Mien.Vision;

/// <summary>What one run of a network at a time needs: memory for the last two input sizes, because whole frames and windows of them come in turn.</summary>
/// <param name="make">Makes the memory of one size.</param>
internal sealed class SizedBuffers<T>(Func<DetectorInputSize, T> make) : IDisposable where T : class, IDisposable
{
    private (DetectorInputSize Size, T? Memory) _recent, _other;

    /// <summary>Through what the run is ended early.</summary>
    public OrtRunOptions Run { get; } = new();

    /// <summary>The memory of a size; good until another size but one is asked for.</summary>
    public T For(DetectorInputSize size)
    {
        if (_recent.Memory is not null && _recent.Size == size)
            return _recent.Memory;
        (_recent, _other) = (_other, _recent);
        if (_recent.Memory is not null && _recent.Size == size)
            return _recent.Memory;
        _recent.Memory?.Dispose();
        T memory = make(size);
        _recent = (size, memory);
        return memory;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _recent.Memory?.Dispose();
        _other.Memory?.Dispose();
        Run.Dispose();
    }
}
