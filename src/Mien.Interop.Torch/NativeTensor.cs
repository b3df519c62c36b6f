namespace Mien.Interop.Torch;

/// <summary>Making, reading and differentiating native tensors. Failures are <see cref="Mien.Core.NativeException"/>.</summary>
public static unsafe class NativeTensor
{
    /// <summary>Most dimensions that <see cref="Describe"/> reads.</summary>
    public const int MaxDimensions = 16;

    /// <summary>Handles given out and not yet released, in the whole process.</summary>
    public static long LiveCount
    {
        get
        {
            long count;
            NativeMethods.Check(NativeMethods.TensorLiveCount(&count));
            return count;
        }
    }

    /// <summary>A new CPU tensor with a copy of <paramref name="data"/>, row-major.</summary>
    public static TensorHandle FromHost(ReadOnlySpan<byte> data, int dtype, ReadOnlySpan<long> sizes)
    {
        nint created;
        fixed (byte* start = data)
        fixed (long* shape = sizes)
            NativeMethods.Check(NativeMethods.TensorFromHost(start, data.Length, dtype, shape, sizes.Length, &created));
        return new TensorHandle(created);
    }

    /// <summary>Copies the elements, row-major; <paramref name="target"/> has exactly their size.</summary>
    public static void ToHost(TensorHandle tensor, Span<byte> target)
    {
        fixed (byte* start = target)
            NativeMethods.Check(NativeMethods.TensorToHost(tensor, start, target.Length));
    }

    /// <summary>Overwrites the elements, row-major; <paramref name="data"/> has exactly their size.</summary>
    public static void Write(TensorHandle tensor, ReadOnlySpan<byte> data)
    {
        fixed (byte* start = data)
            NativeMethods.Check(NativeMethods.TensorWrite(tensor, start, data.Length));
    }

    /// <summary>Reads facts, sizes and strides; both spans hold <see cref="MaxDimensions"/> numbers.</summary>
    public static TensorInfo Describe(TensorHandle tensor, Span<long> sizes, Span<long> strides)
    {
        TensorInfo info;
        fixed (long* sizesStart = sizes)
        fixed (long* stridesStart = strides)
            NativeMethods.Check(NativeMethods.TensorDescribe(tensor, &info, sizesStart, stridesStart, Math.Min(sizes.Length, strides.Length)));
        return info;
    }

    /// <summary>Another owned reference to the same tensor.</summary>
    public static TensorHandle Retain(TensorHandle tensor)
    {
        nint retained;
        NativeMethods.Check(NativeMethods.TensorRetain(tensor, &retained));
        return new TensorHandle(retained);
    }

    /// <summary>Asks for gradients, or stops asking.</summary>
    public static void SetRequiresGrad(TensorHandle tensor, bool requiresGrad) =>
        NativeMethods.Check(NativeMethods.TensorSetRequiresGrad(tensor, requiresGrad ? 1 : 0));

    /// <summary>The accumulated gradient, which the caller owns, or null.</summary>
    public static TensorHandle? GetGrad(TensorHandle tensor)
    {
        nint grad;
        NativeMethods.Check(NativeMethods.TensorGrad(tensor, &grad));
        return grad == nint.Zero ? null : new TensorHandle(grad);
    }

    /// <summary>Replaces the accumulated gradient; null clears it.</summary>
    public static void SetGrad(TensorHandle tensor, TensorHandle? grad)
    {
        using Borrowed borrowed = new(grad is null ? [] : [grad]);
        NativeMethods.Check(NativeMethods.TensorSetGrad(tensor, grad is null ? nint.Zero : borrowed.Handles[0]));
    }

    /// <summary>Clears the accumulated gradients of many tensors.</summary>
    public static void ClearGrads(ReadOnlySpan<TensorHandle> tensors)
    {
        using Borrowed borrowed = new(tensors);
        fixed (nint* handles = borrowed.Handles)
            NativeMethods.Check(NativeMethods.TensorsClearGrad(handles, borrowed.Handles.Length));
    }

    /// <summary>Accumulates gradients of the outputs into the leaves; no grads where every output is a single number.</summary>
    public static void Backward(ReadOnlySpan<TensorHandle> outputs, ReadOnlySpan<TensorHandle> grads, bool retainGraph, bool createGraph)
    {
        using Borrowed borrowedOutputs = new(outputs);
        using Borrowed borrowedGrads = new(grads);
        fixed (nint* outputHandles = borrowedOutputs.Handles)
        fixed (nint* gradHandles = borrowedGrads.Handles)
            NativeMethods.Check(NativeMethods.Backward(outputHandles, grads.IsEmpty ? null : gradHandles, outputs.Length,
                retainGraph ? 1 : 0, createGraph ? 1 : 0));
    }

    /// <summary>Gradients of the outputs with respect to the inputs, owned by the caller; null where an input has no part.</summary>
    public static TensorHandle?[] Grad(ReadOnlySpan<TensorHandle> outputs, ReadOnlySpan<TensorHandle> grads, ReadOnlySpan<TensorHandle> inputs,
        bool retainGraph, bool createGraph)
    {
        using Borrowed borrowedOutputs = new(outputs);
        using Borrowed borrowedGrads = new(grads);
        using Borrowed borrowedInputs = new(inputs);
        nint[] gradients = new nint[inputs.Length];
        fixed (nint* outputHandles = borrowedOutputs.Handles)
        fixed (nint* gradHandles = borrowedGrads.Handles)
        fixed (nint* inputHandles = borrowedInputs.Handles)
        fixed (nint* found = gradients)
            NativeMethods.Check(NativeMethods.Grad(outputHandles, grads.IsEmpty ? null : gradHandles, outputs.Length, inputHandles, inputs.Length,
                retainGraph ? 1 : 0, createGraph ? 1 : 0, found));
        return Array.ConvertAll(gradients, handle => handle == nint.Zero ? null : new TensorHandle(handle));
    }

    /// <summary>Raw handles that cannot be released while this lives.</summary>
    private readonly ref struct Borrowed : IDisposable
    {
        private readonly ReadOnlySpan<TensorHandle> _owners;

        public Borrowed(ReadOnlySpan<TensorHandle> owners)
        {
            _owners = owners;
            nint[] handles = new nint[owners.Length];
            int added = 0;
            try
            {
                for (; added < owners.Length; added++)
                {
                    bool success = false;
                    owners[added].DangerousAddRef(ref success);
                    handles[added] = owners[added].DangerousGetHandle();
                }
            }
            catch
            {
                Release(owners[..added]);
                throw;
            }
            Handles = handles;
        }

        public nint[] Handles { get; }

        public void Dispose() => Release(_owners);

        private static void Release(ReadOnlySpan<TensorHandle> owners)
        {
            foreach (TensorHandle owner in owners)
                owner.DangerousRelease();
        }
    }
}
