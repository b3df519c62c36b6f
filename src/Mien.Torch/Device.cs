namespace Mien.Torch;

/// <summary>Where a tensor lies and is computed on.</summary>
/// <param name="Type">The kind of device.</param>
/// <param name="Index">Which one, from 0; -1 for the CPU and for "the current one".</param>
public readonly record struct Device(DeviceType Type, int Index = -1)
{
    /// <summary>The CPU.</summary>
    public static Device Cpu => new(DeviceType.Cpu);

    /// <summary>An NVIDIA GPU.</summary>
    public static Device Cuda(int index = 0) => new(DeviceType.Cuda, index);

    /// <inheritdoc/>
    public override string ToString() => Type == DeviceType.Cpu ? "cpu" : $"{Type.ToString().ToLowerInvariant()}:{Index}";
}
