using Mien.Torch;

namespace Mien.Models;

/// <summary>Features (N, F) to valence and arousal (Russell 1980), (N, 2), each -1..1: a linear layer and tanh.</summary>
public sealed class AffectHead : Module<Tensor, Tensor>
{
    /// <summary>The head's name: of the model's output and of the dataset's target.</summary>
    public const string Name = "valence_arousal";

    /// <summary>Numbers a sample.</summary>
    public const int Length = 2;

    private readonly Linear _linear;

    /// <summary>Makes a head.</summary>
    /// <param name="features">Features in.</param>
    public AffectHead(int features) => _linear = RegisterModule("linear", new Linear(features, Length));

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor features) => Functional.Tanh(_linear.Forward(features));
}
