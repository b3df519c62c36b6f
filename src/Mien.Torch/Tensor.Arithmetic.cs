namespace Mien.Torch;

public sealed partial class Tensor
{
    private static readonly Operator s_addTensor = new("aten::add", "Tensor");
    private static readonly Operator s_addScalar = new("aten::add", "Scalar");
    private static readonly Operator s_subTensor = new("aten::sub", "Tensor");
    private static readonly Operator s_subScalar = new("aten::sub", "Scalar");
    private static readonly Operator s_rsubScalar = new("aten::rsub", "Scalar");
    private static readonly Operator s_mulTensor = new("aten::mul", "Tensor");
    private static readonly Operator s_mulScalar = new("aten::mul", "Scalar");
    private static readonly Operator s_divTensor = new("aten::div", "Tensor");
    private static readonly Operator s_divScalar = new("aten::div", "Scalar");
    private static readonly Operator s_reciprocal = new("aten::reciprocal");
    private static readonly Operator s_neg = new("aten::neg");
    private static readonly Operator s_pow = new("aten::pow", "Tensor_Scalar");
    private static readonly Operator s_sqrt = new("aten::sqrt");
    private static readonly Operator s_exp = new("aten::exp");
    private static readonly Operator s_log = new("aten::log");
    private static readonly Operator s_abs = new("aten::abs");
    private static readonly Operator s_clamp = new("aten::clamp");
    private static readonly Operator s_matmul = new("aten::matmul");
    private static readonly Operator s_bmm = new("aten::bmm");
    private static readonly Operator s_addInPlace = new("aten::add_", "Tensor");
    private static readonly Operator s_addScalarInPlace = new("aten::add_", "Scalar");
    private static readonly Operator s_mulInPlace = new("aten::mul_", "Scalar");
    private static readonly Operator s_copyInPlace = new("aten::copy_");
    private static readonly Operator s_fillInPlace = new("aten::fill_", "Scalar");
    private static readonly Operator s_zeroInPlace = new("aten::zero_");
    private static readonly Operator s_equal = new("aten::eq", "Tensor");
    private static readonly Operator s_equalScalar = new("aten::eq", "Scalar");
    private static readonly Operator s_greaterScalar = new("aten::gt", "Scalar");
    private static readonly Operator s_lessScalar = new("aten::lt", "Scalar");
    private static readonly Operator s_isFinite = new("aten::isfinite");

    /// <summary>Element by element, with broadcasting.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => s_addTensor.Invoke(left, right);

    /// <summary>Adds a number to each element.</summary>
    public static Tensor operator +(Tensor left, Number right) => s_addScalar.Invoke(left, right);

    /// <summary>Adds a number to each element.</summary>
    public static Tensor operator +(Number left, Tensor right) => s_addScalar.Invoke(right, left);

    /// <summary>Element by element, with broadcasting.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => s_subTensor.Invoke(left, right);

    /// <summary>Subtracts a number from each element.</summary>
    public static Tensor operator -(Tensor left, Number right) => s_subScalar.Invoke(left, right);

    /// <summary>Subtracts each element from a number.</summary>
    public static Tensor operator -(Number left, Tensor right) => s_rsubScalar.Invoke(right, left);

    /// <summary>Each element with the other sign.</summary>
    public static Tensor operator -(Tensor tensor) => s_neg.Invoke(tensor);

    /// <summary>Element by element, with broadcasting.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => s_mulTensor.Invoke(left, right);

    /// <summary>Multiplies each element by a number.</summary>
    public static Tensor operator *(Tensor left, Number right) => s_mulScalar.Invoke(left, right);

    /// <summary>Multiplies each element by a number.</summary>
    public static Tensor operator *(Number left, Tensor right) => s_mulScalar.Invoke(right, left);

    /// <summary>Element by element, with broadcasting.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => s_divTensor.Invoke(left, right);

    /// <summary>Divides each element by a number.</summary>
    public static Tensor operator /(Tensor left, Number right) => s_divScalar.Invoke(left, right);

    /// <summary>Divides a number by each element.</summary>
    public static Tensor operator /(Number left, Tensor right) => s_reciprocal.Invoke(right) * left;

    /// <summary>Each element to a power.</summary>
    public Tensor Pow(Number exponent) => s_pow.Invoke(this, exponent);

    /// <summary>Square root of each element.</summary>
    public Tensor Sqrt() => s_sqrt.Invoke(this);

    /// <summary>e to the power of each element.</summary>
    public Tensor Exp() => s_exp.Invoke(this);

    /// <summary>Natural logarithm of each element.</summary>
    public Tensor Log() => s_log.Invoke(this);

    /// <summary>Absolute value of each element.</summary>
    public Tensor Abs() => s_abs.Invoke(this);

    /// <summary>Each element moved into a range; null leaves that side open.</summary>
    public Tensor Clamp(Number? min, Number? max) => s_clamp.Invoke(this, min ?? Argument.None, max ?? Argument.None);

    /// <summary>Matrix product over the last two dimensions, with broadcasting of the others.</summary>
    public Tensor MatMul(Tensor other) => s_matmul.Invoke(this, other);

    /// <summary>Matrix products of (B, N, M) with (B, M, P) to (B, N, P).</summary>
    public Tensor Bmm(Tensor other) => s_bmm.Invoke(this, other);

    /// <summary>Adds a tensor in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor AddInPlace(Tensor other) => Then(s_addInPlace, other);

    /// <summary>Adds a tensor times a factor in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor AddInPlace(Tensor other, Number alpha) => Then(s_addInPlace, other, alpha);

    /// <summary>Adds a number in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor AddInPlace(Number value) => Then(s_addScalarInPlace, value);

    /// <summary>Multiplies by a number in place.</summary>
    /// <returns>This tensor.</returns>
    public Tensor MulInPlace(Number factor) => Then(s_mulInPlace, factor);

    /// <summary>Overwrites the elements with another tensor's, broadcast and converted where needed.</summary>
    /// <returns>This tensor.</returns>
    public Tensor CopyInPlace(Tensor source) => Then(s_copyInPlace, source);

    /// <summary>Sets every element to a value.</summary>
    /// <returns>This tensor.</returns>
    public Tensor FillInPlace(Number value) => Then(s_fillInPlace, value);

    /// <summary>Sets every element to 0.</summary>
    /// <returns>This tensor.</returns>
    public Tensor ZeroInPlace() => Then(s_zeroInPlace);

    /// <summary>Where elements are equal, as Bool.</summary>
    public Tensor EqualTo(Tensor other) => s_equal.Invoke(this, other);

    /// <summary>Where elements equal a number, as Bool.</summary>
    public Tensor EqualTo(Number value) => s_equalScalar.Invoke(this, value);

    /// <summary>Where elements are greater than a number, as Bool.</summary>
    public Tensor GreaterThan(Number value) => s_greaterScalar.Invoke(this, value);

    /// <summary>Where elements are less than a number, as Bool.</summary>
    public Tensor LessThan(Number value) => s_lessScalar.Invoke(this, value);

    /// <summary>Where elements are neither infinite nor NaN, as Bool.</summary>
    public Tensor IsFinite() => s_isFinite.Invoke(this);

    private Tensor Then(Operator inPlace, params ReadOnlySpan<Argument> rest)
    {
        inPlace.InvokeInPlace([this, .. rest]);
        return this;
    }
}
