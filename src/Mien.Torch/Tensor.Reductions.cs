namespace Mien.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_sumAll = new("aten::sum");
    private static readonly Operator s_sum = new("aten::sum", "dim_IntList");
    private static readonly Operator s_meanAll = new("aten::mean");
    private static readonly Operator s_mean = new("aten::mean", "dim");
    private static readonly Operator s_amax = new("aten::amax");
    private static readonly Operator s_amin = new("aten::amin");
    private static readonly Operator s_argmax = new("aten::argmax");
    private static readonly Operator s_var = new("aten::var", "dim");
    private static readonly Operator s_norm = new("aten::linalg_vector_norm");
    private static readonly Operator s_all = new("aten::all");

    /// <summary>Sum of all elements.</summary>
    public Tensor Sum() => s_sumAll.Invoke(this);

    /// <summary>Sum along dimensions.</summary>
    public Tensor Sum(ReadOnlySpan<long> dims, bool keepDim = false) => s_sum.Invoke(this, dims.ToArray(), keepDim);

    /// <summary>Mean of all elements.</summary>
    public Tensor Mean() => s_meanAll.Invoke(this);

    /// <summary>Mean along dimensions.</summary>
    public Tensor Mean(ReadOnlySpan<long> dims, bool keepDim = false) => s_mean.Invoke(this, dims.ToArray(), keepDim);

    /// <summary>Greatest element along dimensions; none given means all.</summary>
    public Tensor Amax(ReadOnlySpan<long> dims, bool keepDim = false) => s_amax.Invoke(this, dims.ToArray(), keepDim);

    /// <summary>Least element along dimensions; none given means all.</summary>
    public Tensor Amin(ReadOnlySpan<long> dims, bool keepDim = false) => s_amin.Invoke(this, dims.ToArray(), keepDim);

    /// <summary>Position of the greatest element along a dimension, Int64.</summary>
    public Tensor Argmax(long dim, bool keepDim = false) => s_argmax.Invoke(this, dim, keepDim);

    /// <summary>Variance along dimensions, unbiased unless told otherwise.</summary>
    public Tensor Var(ReadOnlySpan<long> dims, bool unbiased = true, bool keepDim = false) => s_var.Invoke(this, dims.ToArray(), unbiased, keepDim);

    /// <summary>Euclidean norm of all elements.</summary>
    public Tensor Norm() => s_norm.Invoke(this);

    /// <summary>Whether every element is true or not zero, as Bool.</summary>
    public Tensor All() => s_all.Invoke(this);
}
