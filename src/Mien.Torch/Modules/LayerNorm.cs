namespace Mien.Torch;

/// <summary>Normalises over the last dimension; state: weight, bias.</summary>
public sealed class LayerNorm : Module<Tensor, Tensor>
{
    private readonly double _epsilon;

    /// <summary>Makes the layer.</summary>
    /// <param name="features">Size of the last dimension.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public LayerNorm(long features, double epsilon = 1e-5)
    {
        _epsilon = epsilon;
        Weight = RegisterParameter("weight", Tensor.Ones([features]));
        Bias = RegisterParameter("bias", Tensor.Zeros([features]));
    }

    /// <summary>(Features).</summary>
    public Tensor Weight { get; }

    /// <summary>(Features).</summary>
    public Tensor Bias { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.LayerNorm(input, [Weight.Shape[0]], Weight, Bias, _epsilon);
}
