namespace Mien.Interop.OnnxRuntime;

/// <summary>Which execution provider runs a model, and how.</summary>
public sealed record OrtProviderOptions
{
    private readonly int _device;
    private readonly OrtDynamicRange _batch = new(1, 1, 32);
    private readonly OrtDynamicRange _size = new(32, 224, 640);

    /// <summary>The provider; the CPU unless told otherwise.</summary>
    public OrtExecutionProvider Provider { get; init; } = OrtExecutionProvider.Cpu;

    /// <summary>Number of the GPU, from 0.</summary>
    public int Device
    {
        get => _device;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _device = value;
        }
    }

    /// <summary>Whether TensorRT may compute in 16-bit floats where that is faster; inputs and outputs stay 32 bits wide.</summary>
    public bool HalfPrecision { get; init; }

    /// <summary>Folder where TensorRT keeps the engines that it built (minutes) for later starts (seconds), made when absent; null builds at every start.</summary>
    public string? EngineCacheFolder { get; init; }

    /// <summary>The batch sizes that TensorRT builds for, where a model's first dimension is free.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 or more, or not in order.</exception>
    public OrtDynamicRange Batch
    {
        get => _batch;
        init => _batch = Checked(value, nameof(Batch));
    }

    /// <summary>The sizes that TensorRT builds for, where another dimension (pixels, sound frames) is free.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 or more, or not in order.</exception>
    public OrtDynamicRange Size
    {
        get => _size;
        init => _size = Checked(value, nameof(Size));
    }

    private static OrtDynamicRange Checked(OrtDynamicRange range, string name) => range.IsValid
        ? range
        : throw new ArgumentOutOfRangeException(name, range, $"{name} needs 1 <= min <= best <= max.");
}
