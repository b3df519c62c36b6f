using System.Runtime.InteropServices;
using Mien.Interop.Torch;

namespace Mien.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_empty = new("aten::empty", "memory_format");
    private static readonly Operator s_zeros = new("aten::zeros");
    private static readonly Operator s_ones = new("aten::ones");
    private static readonly Operator s_full = new("aten::full");
    private static readonly Operator s_zerosLike = new("aten::zeros_like");
    private static readonly Operator s_onesLike = new("aten::ones_like");
    private static readonly Operator s_arange = new("aten::arange", "start_step");
    private static readonly Operator s_rand = new("aten::rand");
    private static readonly Operator s_randn = new("aten::randn");
    private static readonly Operator s_randperm = new("aten::randperm");
    private static readonly Operator s_cat = new("aten::cat");
    private static readonly Operator s_stack = new("aten::stack");

    /// <summary>A CPU tensor with a copy of row-major elements.</summary>
    /// <param name="elements">As many elements as the shape holds.</param>
    /// <param name="shape">Size of each dimension; none given means one dimension with all the elements.</param>
    /// <exception cref="ArgumentException">The shape does not hold that many elements.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> elements, params ReadOnlySpan<long> shape) where T : unmanaged
    {
        if (shape.IsEmpty)
            shape = [elements.Length];
        return FromBytes(MemoryMarshal.AsBytes(elements), DTypes.Of<T>(), shape);
    }

    /// <inheritdoc cref="From{T}(ReadOnlySpan{T}, ReadOnlySpan{long})"/>
    public static Tensor From<T>(T[] elements, params ReadOnlySpan<long> shape) where T : unmanaged => From((ReadOnlySpan<T>)elements, shape);

    /// <summary>A CPU tensor without dimensions that holds one number.</summary>
    public static Tensor Scalar<T>(T value) where T : unmanaged => FromBytes(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)), DTypes.Of<T>(), []);

    /// <summary>A CPU tensor with a copy of row-major elements in their memory layout (little-endian).</summary>
    /// <exception cref="ArgumentException">The shape does not take that many bytes.</exception>
    public static Tensor FromBytes(ReadOnlySpan<byte> bytes, DType dtype, params ReadOnlySpan<long> shape)
    {
        long needed = dtype.ByteSize();
        foreach (long size in shape)
            needed = checked(needed * size);
        if (needed != bytes.Length)
            throw new ArgumentException($"A tensor of shape ({string.Join(", ", shape.ToArray())}) and type {dtype} takes {needed} bytes, not {bytes.Length}.");
        return new Tensor(NativeTensor.FromHost(bytes, (int)dtype, shape), AmbientState.Current.Scope);
    }

    /// <summary>A tensor with undefined elements.</summary>
    public static Tensor Empty(ReadOnlySpan<long> shape, DType dtype = DType.Float32, Device device = default) =>
        s_empty.Invoke(shape.ToArray(), dtype, Argument.None, Normalize(device));

    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(ReadOnlySpan<long> shape, DType dtype = DType.Float32, Device device = default) =>
        s_zeros.Invoke(shape.ToArray(), dtype, Argument.None, Normalize(device));

    /// <summary>A tensor of ones.</summary>
    public static Tensor Ones(ReadOnlySpan<long> shape, DType dtype = DType.Float32, Device device = default) =>
        s_ones.Invoke(shape.ToArray(), dtype, Argument.None, Normalize(device));

    /// <summary>A tensor of one value.</summary>
    public static Tensor Full(ReadOnlySpan<long> shape, double value, DType dtype = DType.Float32, Device device = default) =>
        s_full.Invoke(shape.ToArray(), value, dtype, Argument.None, Normalize(device));

    /// <summary>The integers from <paramref name="start"/> up to but without <paramref name="end"/>, as Int64 unless another type is given.</summary>
    public static Tensor Arange(long start, long end, long step = 1, DType dtype = DType.Int64, Device device = default) =>
        s_arange.Invoke(start, end, step, dtype, Argument.None, Normalize(device));

    /// <summary>Random numbers, uniform over 0 to 1.</summary>
    public static Tensor Rand(ReadOnlySpan<long> shape, DType dtype = DType.Float32, Device device = default) =>
        s_rand.Invoke(shape.ToArray(), dtype, Argument.None, Normalize(device));

    /// <summary>Random numbers, normal with mean 0 and variance 1.</summary>
    public static Tensor Randn(ReadOnlySpan<long> shape, DType dtype = DType.Float32, Device device = default) =>
        s_randn.Invoke(shape.ToArray(), dtype, Argument.None, Normalize(device));

    /// <summary>A random order of the integers 0 to <paramref name="count"/> - 1, Int64.</summary>
    public static Tensor RandPerm(long count) => s_randperm.Invoke(count);

    /// <summary>Tensors joined along an existing dimension.</summary>
    public static Tensor Cat(IEnumerable<Tensor> tensors, long dim = 0) => s_cat.Invoke(tensors.ToArray(), dim);

    /// <summary>Tensors of one shape joined along a new dimension.</summary>
    public static Tensor Stack(IEnumerable<Tensor> tensors, long dim = 0) => s_stack.Invoke(tensors.ToArray(), dim);

    /// <summary>Zeros of this tensor's shape, type and device.</summary>
    public Tensor ZerosLike() => s_zerosLike.Invoke(this);

    /// <summary>Ones of this tensor's shape, type and device.</summary>
    public Tensor OnesLike() => s_onesLike.Invoke(this);

    // default(Device) is "cpu, index 0", which libtorch accepts only as index -1 in messages; name the CPU plainly.
    private static Device Normalize(Device device) => device.Type == DeviceType.Cpu ? Torch.Device.Cpu : device;
}
