using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Mien.Interop.Torch;

namespace Mien.Torch;

/// <summary>
/// An array of numbers of one type, row-major, on a device, with autograd: libtorch's tensor.
/// A tensor belongs to the <see cref="TensorScope"/> that was current when it was made, which frees it; without a
/// scope it belongs to whoever made it. Disposing frees this reference; what autograd or views still need lives on.
/// </summary>
public sealed partial class Tensor : IDisposable
{
    private readonly TensorHandle _handle;
    private ImmutableArray<long> _shape;

    /// <summary>Takes over a handle; the scope, if any, becomes the owner.</summary>
    internal Tensor(TensorHandle handle, TensorScope? scope)
    {
        _handle = handle;
        scope?.Adopt(this);
    }

    /// <summary>Tensor references given out and not yet freed in the whole process: steady over steps unless something leaks.</summary>
    public static long LiveCount => NativeTensor.LiveCount;

    /// <summary>Size of each dimension.</summary>
    public ImmutableArray<long> Shape
    {
        get
        {
            if (_shape.IsDefault)
                _ = Describe();
            return _shape;
        }
    }

    /// <summary>Number of dimensions.</summary>
    public int Rank => Shape.Length;

    /// <summary>Elements from one step along each dimension to the next in the storage.</summary>
    public ImmutableArray<long> Strides
    {
        get
        {
            Span<long> sizes = stackalloc long[NativeTensor.MaxDimensions];
            Span<long> strides = stackalloc long[NativeTensor.MaxDimensions];
            TensorInfo info = NativeTensor.Describe(_handle, sizes, strides);
            return [.. strides[..info.Dimensions]];
        }
    }

    /// <summary>Number of elements.</summary>
    public long ElementCount => Describe().Elements;

    /// <summary>Type of the elements.</summary>
    public DType DType => (DType)Describe().DType;

    /// <summary>Where the tensor lies.</summary>
    public Device Device
    {
        get
        {
            TensorInfo info = Describe();
            return new((DeviceType)info.DeviceType, info.DeviceIndex);
        }
    }

    /// <summary>Whether autograd computes gradients for it.</summary>
    public bool RequiresGrad
    {
        get => Describe().RequiresGrad != 0;
        set => NativeTensor.SetRequiresGrad(_handle, value);
    }

    /// <summary>Whether it was made by the user rather than by an operator that autograd recorded.</summary>
    public bool IsLeaf => Describe().IsLeaf != 0;

    /// <summary>Identity of the underlying tensor: equal for references of one tensor, as long as one of them lives.</summary>
    public nint Id => _handle.DangerousGetHandle();

    /// <summary>
    /// The accumulated gradient, or null. Reading gives a new reference that belongs to the current scope or the caller;
    /// setting null frees the gradient.
    /// </summary>
    public Tensor? Grad
    {
        get => NativeTensor.GetGrad(_handle) is { } grad ? new Tensor(grad, AmbientState.Current.Scope) : null;
        set => NativeTensor.SetGrad(_handle, value?._handle);
    }

    /// <summary>Whether the reference was freed.</summary>
    public bool IsDisposed => _handle.IsClosed;

    internal TensorScope? Scope { get; set; }

    internal TensorHandle Handle => _handle;

    /// <summary>Computes the gradients of this one number with respect to every leaf it depends on, and adds them to their <see cref="Grad"/>.</summary>
    /// <param name="gradient">Gradient of the result with respect to this tensor; null where it is a single number.</param>
    /// <param name="retainGraph">Whether a second backward pass through the same graph will follow.</param>
    /// <exception cref="Mien.Core.NativeException">The tensor has no graph, or is no single number and has no gradient.</exception>
    public void Backward(Tensor? gradient = null, bool retainGraph = false) =>
        NativeTensor.Backward([_handle], gradient is null ? [] : [gradient._handle], retainGraph, createGraph: false);

    /// <summary>Copies the elements, row-major; waits for the device.</summary>
    /// <param name="target">Room for exactly <see cref="ElementCount"/> elements of a type that matches <see cref="DType"/>.</param>
    /// <exception cref="ArgumentException">Type or size differ.</exception>
    public void CopyTo<T>(Span<T> target) where T : unmanaged
    {
        Check<T>(target.Length);
        NativeTensor.ToHost(_handle, MemoryMarshal.AsBytes(target));
    }

    /// <summary>Overwrites the elements, row-major, in place and unseen by autograd.</summary>
    /// <param name="source">Exactly <see cref="ElementCount"/> elements of a type that matches <see cref="DType"/>.</param>
    /// <exception cref="ArgumentException">Type or size differ.</exception>
    public void CopyFrom<T>(ReadOnlySpan<T> source) where T : unmanaged
    {
        Check<T>(source.Length);
        NativeTensor.Write(_handle, MemoryMarshal.AsBytes(source));
    }

    /// <summary>The elements as a new array, row-major.</summary>
    public T[] ToArray<T>() where T : unmanaged
    {
        T[] elements = new T[ElementCount];
        CopyTo<T>(elements);
        return elements;
    }

    /// <summary>The elements' bytes as a new array, row-major and little-endian, whatever their type.</summary>
    public byte[] ToBytes()
    {
        TensorInfo info = Describe();
        byte[] bytes = new byte[checked(info.Elements * ((DType)info.DType).ByteSize())];
        NativeTensor.ToHost(_handle, bytes);
        return bytes;
    }

    /// <summary>The one element of a tensor that has just one.</summary>
    /// <exception cref="ArgumentException">The tensor has another number or type of elements.</exception>
    public T Item<T>() where T : unmanaged
    {
        T value = default;
        CopyTo(MemoryMarshal.CreateSpan(ref value, 1));
        return value;
    }

    /// <summary>Another reference to the same tensor, which belongs to the caller and to no scope.</summary>
    public Tensor Alias() => new(NativeTensor.Retain(_handle), scope: null);

    /// <summary>Frees this reference; safe to repeat.</summary>
    public void Dispose()
    {
        Scope = null;
        _handle.Dispose();
    }

    /// <summary>Type, shape and device, for messages; not the elements.</summary>
    public override string ToString() => IsDisposed ? "Tensor (freed)" : $"Tensor {DType} ({string.Join(", ", Shape)}) on {Device}";

    /// <summary>Holds the tensor for a native call; throws where it was freed.</summary>
    internal nint Borrow()
    {
        bool success = false;
        _handle.DangerousAddRef(ref success);
        return _handle.DangerousGetHandle();
    }

    internal void Unborrow() => _handle.DangerousRelease();

    private TensorInfo Describe()
    {
        Span<long> sizes = stackalloc long[NativeTensor.MaxDimensions];
        Span<long> strides = stackalloc long[NativeTensor.MaxDimensions];
        TensorInfo info = NativeTensor.Describe(_handle, sizes, strides);
        if (_shape.IsDefault)
            _shape = [.. sizes[..info.Dimensions]];
        return info;
    }

    private void Check<T>(int length) where T : unmanaged
    {
        TensorInfo info = Describe();
        if (DTypes.Of<T>() != (DType)info.DType && !(typeof(T) == typeof(byte) && (DType)info.DType == DType.Bool))
            throw new ArgumentException($"The tensor's elements are {(DType)info.DType}, not {typeof(T).Name}.");
        if (info.Elements != length)
            throw new ArgumentException($"The tensor has {info.Elements} elements, not {length}.");
    }
}
