using System.Runtime.CompilerServices;
using Mien.Core;

namespace Mien.Interop.OnnxRuntime;

/// <summary>
/// A tensor that ONNX Runtime can read or write. Its memory is either managed (<see cref="OrtTensor{T}"/>: the tensor
/// owns or pins an array) or ONNX Runtime's own (results of <see cref="OrtSession.Run(ReadOnlySpan{OrtValue})"/>: freed
/// by <see cref="Dispose()"/>). One value must not be written by two runs at the same time.
/// </summary>
public class OrtValue : IDisposable
{
    private readonly long[] _shape;

    private protected OrtValue(OrtHandle handle, OrtElementType elementType, long[] shape) =>
        (Handle, ElementType, _shape) = (handle, elementType, shape);

    /// <summary>Element type.</summary>
    public OrtElementType ElementType { get; }

    /// <summary>Sizes, outermost first.</summary>
    public ReadOnlySpan<long> Shape => _shape;

    internal OrtHandle Handle { get; }

    /// <summary>The elements, row-major. The span must not be used after the value is disposed.</summary>
    /// <typeparam name="T">The .NET type of <see cref="ElementType"/>.</typeparam>
    /// <exception cref="InvalidOperationException"><typeparamref name="T"/> is not the element type.</exception>
    /// <exception cref="ObjectDisposedException">The value was disposed.</exception>
    public unsafe Span<T> GetSpan<T>() where T : unmanaged
    {
        ObjectDisposedException.ThrowIf(Handle.IsClosed, this);
        if (OrtElementTypes.Of<T>() != ElementType)
            throw new InvalidOperationException($"The tensor holds {ElementType}, not {typeof(T).Name}.");
        OrtApi api = OrtEnvironment.Instance.Api;
        void* data;
        api.Check(api.GetTensorMutableData(Handle.DangerousGetHandle(), &data), nameof(OrtApi.GetTensorMutableData));
        return new Span<T>(data, OrtElementTypes.Count(_shape));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the ONNX Runtime object, and the pin of a wrapped array.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Handle.Dispose();
    }

    /// <summary>Takes ownership of a value that ONNX Runtime made.</summary>
    internal static unsafe OrtValue Take(OrtEnvironment environment, nint pointer)
    {
        OrtApi api = environment.Api;
        OrtHandle handle = new(pointer, api.ReleaseValue);
        try
        {
            int isTensor;
            api.Check(api.IsTensor(pointer, &isTensor), nameof(OrtApi.IsTensor));
            if (isTensor == 0)
                throw new NativeException("ONNX Runtime", nameof(OrtApi.Run), "an output is a sequence or a map, and only tensors are supported");
            nint info;
            api.Check(api.GetTensorTypeAndShape(pointer, &info), nameof(OrtApi.GetTensorTypeAndShape));
            using OrtHandle infoOwner = new(info, api.ReleaseTensorTypeAndShapeInfo);
            (OrtElementType elementType, long[] shape, _) = OrtTensorInfoReader.Read(api, info);
            return new OrtValue(handle, elementType, shape);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal nint Borrow(ref bool added)
    {
        Handle.DangerousAddRef(ref added);
        return Handle.DangerousGetHandle();
    }
}
