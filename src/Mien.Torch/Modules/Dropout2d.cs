namespace Mien.Torch;

/// <summary>While training, zeroes whole channels of (N, C, H, W) at random and scales the others by 1 / (1 - p).</summary>
/// <param name="p">Probability that a channel becomes zero, 0..1.</param>
public sealed class Dropout2d(double p = 0.5) : Module<Tensor, Tensor>
{
    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input) => IsTraining ? Functional.FeatureDropout(input, p, training: true) : input;
}
