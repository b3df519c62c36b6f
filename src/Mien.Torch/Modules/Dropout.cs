namespace Mien.Torch;

/// <summary>While training, zeroes elements at random and scales the others by 1 / (1 - p).</summary>
/// <param name="p">Probability that an element becomes zero, 0..1.</param>
public sealed class Dropout(double p = 0.5) : Module<Tensor, Tensor>
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => IsTraining ? Functional.Dropout(input, p, training: true) : input;
}
