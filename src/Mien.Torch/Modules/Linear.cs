namespace Mien.Torch;

/// <summary>Dense layer, (..., In) to (..., Out); state: weight, bias. Initialised as PyTorch does.</summary>
public sealed class Linear : Module<Tensor, Tensor>
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inFeatures">Size of the input's last dimension.</param>
    /// <param name="outFeatures">Size of the output's last dimension.</param>
    /// <param name="bias">Whether a bias is added.</param>
    public Linear(long inFeatures, long outFeatures, bool bias = true)
    {
        Weight = RegisterParameter("weight", Tensor.Empty([outFeatures, inFeatures]));
        Bias = bias ? RegisterParameter("bias", Tensor.Empty([outFeatures])) : null;
        Init.ResetLinear(Weight, Bias);
    }

    /// <summary>(Out, In).</summary>
    public Tensor Weight { get; }

    /// <summary>(Out), or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => Functional.Linear(input, Weight, Bias);
}
