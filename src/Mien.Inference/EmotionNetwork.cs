using Mien.Interop.OnnxRuntime;

namespace Mien.Inference;

/// <summary>
/// Runs a bundle's network on batches of one input, with tensors that are made once for each batch size and used again:
/// a run allocates nothing. Not for two threads at once: each of the classifiers' callers has one of its own; the weights are shared.
/// </summary>
internal sealed class EmotionNetwork : IDisposable
{
    private readonly OrtSession _session;
    private readonly OrtRunOptions _run = new();
    private readonly OrtTensor<float> _input; // (MaxBatch, ...)
    private readonly OrtTensor<float> _output; // (MaxBatch, labels)
    private readonly OrtValue?[] _inputViews;
    private readonly OrtValue?[] _outputViews;
    private readonly long[] _itemShape;
    private readonly int _labels;

    /// <summary>Makes the tensors.</summary>
    /// <param name="session">The network; stays the caller's.</param>
    /// <param name="itemShape">Shape of one input without the batch.</param>
    /// <param name="labels">Number of outputs for each input.</param>
    /// <param name="maxBatch">The largest batch.</param>
    public EmotionNetwork(OrtSession session, long[] itemShape, int labels, int maxBatch)
    {
        (_session, _itemShape, _labels, MaxBatch) = (session, itemShape, labels, maxBatch);
        ItemLength = checked((int)itemShape.Aggregate(1L, (product, size) => product * size));
        _input = OrtTensor<float>.Create([maxBatch, .. itemShape]);
        _output = OrtTensor<float>.Create(maxBatch, labels);
        _inputViews = new OrtValue?[maxBatch];
        _outputViews = new OrtValue?[maxBatch];
    }

    /// <summary>The largest batch.</summary>
    public int MaxBatch { get; }

    /// <summary>Numbers in one input.</summary>
    public int ItemLength { get; }

    /// <summary>Where input <paramref name="index"/> of the batch is written.</summary>
    public Span<float> Input(int index) => _input.Span.Slice(index * ItemLength, ItemLength);

    /// <summary>Runs the first <paramref name="count"/> inputs.</summary>
    /// <returns>(count, labels) probabilities, valid until the next run.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public ReadOnlySpan<float> Run(int count, CancellationToken cancellationToken)
    {
        OrtValue input = _inputViews[count - 1] ??= _input.View([count, .. _itemShape]);
        OrtValue output = _outputViews[count - 1] ??= _output.View(count, _labels);
        _session.Run(new ReadOnlySpan<OrtValue>(ref input), new ReadOnlySpan<OrtValue>(ref output), _run, cancellationToken);
        return _output.Span[..(count * _labels)];
    }

    public void Dispose()
    {
        foreach (OrtValue? view in _inputViews.Concat(_outputViews))
            view?.Dispose();
        _input.Dispose();
        _output.Dispose();
        _run.Dispose();
    }
}
