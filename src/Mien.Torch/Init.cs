namespace Mien.Torch;

/// <summary>Sets parameters to starting values in place, with the formulas and draws of torch.nn.init.</summary>
public static class Init
{
    private static readonly Operator s_uniform = new("aten::uniform_");
    private static readonly Operator s_normal = new("aten::normal_");

    /// <summary>Uniform between two bounds.</summary>
    public static void Uniform(Tensor tensor, double low, double high) => InPlace(s_uniform, tensor, low, high);

    /// <summary>Normal.</summary>
    public static void Normal(Tensor tensor, double mean = 0, double std = 1) => InPlace(s_normal, tensor, mean, std);

    /// <summary>One value.</summary>
    public static void Constant(Tensor tensor, double value)
    {
        using (Grad.Disabled())
            tensor.FillInPlace(value);
    }

    /// <summary>Zeros.</summary>
    public static void Zeros(Tensor tensor) => Constant(tensor, 0);

    /// <summary>Ones.</summary>
    public static void Ones(Tensor tensor) => Constant(tensor, 1);

    /// <summary>Normal with variance gain^2 / fan (He et al. 2015).</summary>
    /// <param name="tensor">A weight of at least two dimensions.</param>
    /// <param name="fanOut">Whether the fan counts outputs (keeps the backward pass's scale) rather than inputs.</param>
    /// <param name="gain">sqrt(2) for ReLU.</param>
    public static void KaimingNormal(Tensor tensor, bool fanOut = false, double gain = 1.4142135623730951) =>
        Normal(tensor, 0, gain / Math.Sqrt(Fan(tensor, fanOut)));

    /// <summary>Uniform with variance gain^2 / fan (He et al. 2015).</summary>
    /// <inheritdoc cref="KaimingNormal"/>
    public static void KaimingUniform(Tensor tensor, bool fanOut = false, double gain = 1.4142135623730951)
    {
        double bound = Math.Sqrt(3.0) * (gain / Math.Sqrt(Fan(tensor, fanOut)));
        Uniform(tensor, -bound, bound);
    }

    /// <summary>Uniform with variance 2 / (fan in + fan out) (Glorot and Bengio 2010).</summary>
    public static void XavierUniform(Tensor tensor, double gain = 1)
    {
        double bound = Math.Sqrt(3.0) * (gain * Math.Sqrt(2.0 / (Fan(tensor, false) + Fan(tensor, true))));
        Uniform(tensor, -bound, bound);
    }

    /// <summary>PyTorch's own start of dense and convolution layers: uniform within 1 / sqrt(fan in), the weight first.</summary>
    internal static void ResetLinear(Tensor weight, Tensor? bias)
    {
        KaimingUniform(weight, gain: Math.Sqrt(2.0 / (1 + 5)));
        if (bias is not null)
        {
            double bound = 1 / Math.Sqrt(Fan(weight, false));
            Uniform(bias, -bound, bound);
        }
    }

    private static void InPlace(Operator op, Tensor tensor, double first, double second)
    {
        using (Grad.Disabled())
            op.InvokeInPlace(tensor, first, second);
    }

    private static double Fan(Tensor tensor, bool fanOut)
    {
        if (tensor.Rank < 2)
            throw new ArgumentException("The fan of a tensor of fewer than two dimensions is not defined.", nameof(tensor));
        return (double)tensor.ElementCount / tensor.Shape[fanOut ? 1 : 0];
    }
}
