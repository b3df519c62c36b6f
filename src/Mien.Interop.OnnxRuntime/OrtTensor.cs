using System.Buffers;
using System.Runtime.CompilerServices;

namespace Mien.Interop.OnnxRuntime;

/// <summary>
/// A tensor over managed memory, for inputs and for outputs whose shape is known: runs with it copy and allocate nothing.
/// <see cref="Create"/> makes an array that the garbage collector never moves; <see cref="Wrap"/> pins the caller's memory
/// until <see cref="OrtValue.Dispose()"/>; <see cref="View"/> shares another tensor's memory under a smaller shape.
/// </summary>
/// <typeparam name="T">float, double, Half, bool or an integer of 8 to 64 bits.</typeparam>
public sealed class OrtTensor<T> : OrtValue where T : unmanaged
{
    private readonly Memory<T> _memory;
    private MemoryHandle _pin;

    private OrtTensor(OrtHandle handle, long[] shape, Memory<T> memory, MemoryHandle pin) : base(handle, OrtElementTypes.Of<T>(), shape) =>
        (_memory, _pin) = (memory, pin);

    /// <summary>The elements, row-major; valid while the tensor is not disposed, and after it only for memory made by the caller.</summary>
    public Memory<T> Memory => _memory;

    /// <summary>The elements, row-major.</summary>
    public Span<T> Span => _memory.Span;

    /// <summary>Makes a tensor of zeros that owns its memory.</summary>
    /// <param name="shape">Sizes, outermost first, at least 0 each.</param>
    public static OrtTensor<T> Create(params ReadOnlySpan<long> shape) =>
        Over(GC.AllocateArray<T>(OrtElementTypes.Count(shape), pinned: true), shape);

    /// <summary>Makes a tensor over the caller's memory, which stays pinned until the tensor is disposed and must live as long.</summary>
    /// <param name="memory">At least as many elements as the shape has.</param>
    /// <param name="shape">Sizes, outermost first.</param>
    /// <exception cref="ArgumentException">The memory is smaller than the shape.</exception>
    public static OrtTensor<T> Wrap(Memory<T> memory, params ReadOnlySpan<long> shape) => Over(memory, shape);

    /// <summary>A tensor over the first elements of this one's memory: for example the filled part of a batch. Dispose both.</summary>
    /// <param name="shape">Sizes, outermost first; not more elements than this tensor has.</param>
    /// <exception cref="ArgumentException">The shape has more elements than this tensor.</exception>
    public OrtTensor<T> View(params ReadOnlySpan<long> shape) => Over(_memory, shape);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _pin.Dispose();
    }

    private static unsafe OrtTensor<T> Over(Memory<T> memory, ReadOnlySpan<long> shape)
    {
        int count = OrtElementTypes.Count(shape);
        if (memory.Length < count)
            throw new ArgumentException($"A tensor of shape ({string.Join(", ", shape.ToArray())}) needs {count} elements and the memory has {memory.Length}.", nameof(memory));
        OrtEnvironment environment = OrtEnvironment.Instance;
        OrtApi api = environment.Api;
        MemoryHandle pin = memory.Pin();
        try
        {
            nint value;
            T nothing; // ONNX Runtime refuses a null pointer even for a tensor without elements.
            void* data = pin.Pointer is null ? &nothing : pin.Pointer;
            fixed (long* sizes = shape)
                api.Check(
                    api.CreateTensorWithDataAsOrtValue(environment.CpuMemory.DangerousGetHandle(), data, (nuint)(count * Unsafe.SizeOf<T>()),
                        sizes, (nuint)shape.Length, (int)OrtElementTypes.Of<T>(), &value),
                    nameof(OrtApi.CreateTensorWithDataAsOrtValue));
            return new OrtTensor<T>(new OrtHandle(value, api.ReleaseValue), shape.ToArray(), memory[..count], pin);
        }
        catch
        {
            pin.Dispose();
            throw;
        }
    }
}
