namespace Mien.Interop.OnnxRuntime;

/// <summary>How a model is run.</summary>
public sealed record OrtSessionOptions
{
    private readonly int _intraOpThreads;
    private readonly int _interOpThreads;

    /// <summary>Threads inside one operator; 0 lets ONNX Runtime take one a physical core, 1 uses the calling thread only.</summary>
    public int IntraOpThreads
    {
        get => _intraOpThreads;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _intraOpThreads = value;
        }
    }

    /// <summary>Operators that may run at the same time; 0 or 1 runs the graph in order, which suits nearly every model.</summary>
    public int InterOpThreads
    {
        get => _interOpThreads;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _interOpThreads = value;
        }
    }

    /// <summary>
    /// Whether idle worker threads spin for a while in wait of the next operator. It makes one session's run shorter and
    /// takes the cores from everything else meanwhile; off by default, because Mien decodes and detects at the same time.
    /// </summary>
    public bool AllowSpinning { get; init; }

    /// <summary>What computes the operators.</summary>
    public OrtProviderOptions Provider { get; init; } = new();

    /// <summary>How far ONNX Runtime may rewrite the graph when it loads.</summary>
    public OrtGraphOptimization GraphOptimization { get; init; } = OrtGraphOptimization.All;
}
