namespace Mien.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_reshape = new("aten::reshape");
    private static readonly Operator s_view = new("aten::view");
    private static readonly Operator s_permute = new("aten::permute");
    private static readonly Operator s_transpose = new("aten::transpose", "int");
    private static readonly Operator s_flatten = new("aten::flatten", "using_ints");
    private static readonly Operator s_slice = new("aten::slice", "Tensor");
    private static readonly Operator s_select = new("aten::select", "int");
    private static readonly Operator s_indexSelect = new("aten::index_select");
    private static readonly Operator s_gather = new("aten::gather");
    private static readonly Operator s_squeeze = new("aten::squeeze", "dim");
    private static readonly Operator s_unsqueeze = new("aten::unsqueeze");
    private static readonly Operator s_expand = new("aten::expand");
    private static readonly Operator s_chunk = new("aten::chunk");
    private static readonly Operator s_unbind = new("aten::unbind", "int");
    private static readonly Operator s_flip = new("aten::flip");
    private static readonly Operator s_contiguous = new("aten::contiguous");
    private static readonly Operator s_clone = new("aten::clone");
    private static readonly Operator s_detach = new("aten::detach");
    private static readonly Operator s_toDType = new("aten::to", "dtype");
    private static readonly Operator s_toDevice = new("aten::to", "device");
    private static readonly Operator s_where = new("aten::where", "self");
    private static readonly Operator s_maskedFill = new("aten::masked_fill", "Scalar");

    /// <summary>The same elements in another shape; one size may be -1 and is worked out. Copies only where it must.</summary>
    public Tensor Reshape(params ReadOnlySpan<long> shape) => s_reshape.Invoke(this, shape.ToArray());

    /// <summary>The same storage in another shape; fails where that needs a copy.</summary>
    public Tensor View(params ReadOnlySpan<long> shape) => s_view.Invoke(this, shape.ToArray());

    /// <summary>The dimensions in another order.</summary>
    public Tensor Permute(params ReadOnlySpan<long> order) => s_permute.Invoke(this, order.ToArray());

    /// <summary>Two dimensions exchanged.</summary>
    public Tensor Transpose(long first, long second) => s_transpose.Invoke(this, first, second);

    /// <summary>The dimensions from <paramref name="startDim"/> to <paramref name="endDim"/> joined into one.</summary>
    public Tensor Flatten(long startDim = 0, long endDim = -1) => s_flatten.Invoke(this, startDim, endDim);

    /// <summary>The elements from <paramref name="start"/> up to but without <paramref name="end"/> along a dimension.</summary>
    public Tensor Slice(long dim, long start, long? end = null, long step = 1) => s_slice.Invoke(this, dim, start, end, step);

    /// <summary>One position along a dimension, which disappears.</summary>
    public Tensor Select(long dim, long index) => s_select.Invoke(this, dim, index);

    /// <summary>Positions along a dimension.</summary>
    /// <param name="dim">The dimension.</param>
    /// <param name="index">Positions, Int64 (K).</param>
    public Tensor IndexSelect(long dim, Tensor index) => s_indexSelect.Invoke(this, dim, index);

    /// <summary>One element along a dimension for each position of <paramref name="index"/> (Int64).</summary>
    public Tensor Gather(long dim, Tensor index) => s_gather.Invoke(this, dim, index);

    /// <summary>Without a dimension of size 1.</summary>
    public Tensor Squeeze(long dim) => s_squeeze.Invoke(this, dim);

    /// <summary>With a new dimension of size 1.</summary>
    public Tensor Unsqueeze(long dim) => s_unsqueeze.Invoke(this, dim);

    /// <summary>Dimensions of size 1 repeated, without copying; -1 keeps a size.</summary>
    public Tensor Expand(params ReadOnlySpan<long> shape) => s_expand.Invoke(this, shape.ToArray());

    /// <summary>Split along a dimension into at most so many parts of equal size, the last perhaps smaller.</summary>
    public Tensor[] Chunk(long chunks, long dim = 0) => s_chunk.InvokeTensors(this, chunks, dim);

    /// <summary>One tensor for each position along a dimension.</summary>
    public Tensor[] Unbind(long dim = 0) => s_unbind.InvokeTensors(this, dim);

    /// <summary>In reverse order along dimensions.</summary>
    public Tensor Flip(params ReadOnlySpan<long> dims) => s_flip.Invoke(this, dims.ToArray());

    /// <summary>Row-major in memory; this tensor itself where it already is.</summary>
    public Tensor Contiguous() => s_contiguous.Invoke(this);

    /// <summary>A copy with storage of its own.</summary>
    public Tensor Clone() => s_clone.Invoke(this);

    /// <summary>The same elements without a graph behind them.</summary>
    public Tensor Detach() => s_detach.Invoke(this);

    /// <summary>The elements converted to a type; shares them where they have it.</summary>
    public Tensor To(DType dtype) => s_toDType.Invoke(this, dtype);

    /// <summary>On a device; shares the elements where they lie there.</summary>
    public Tensor To(Device device) => s_toDevice.Invoke(this, Normalize(device), DType);

    /// <summary>This tensor where the condition (Bool) holds, <paramref name="other"/> elsewhere.</summary>
    public Tensor Where(Tensor condition, Tensor other) => s_where.Invoke(condition, this, other);

    /// <summary>A value where the mask (Bool) holds.</summary>
    public Tensor MaskedFill(Tensor mask, double value) => s_maskedFill.Invoke(this, mask, value);
}
