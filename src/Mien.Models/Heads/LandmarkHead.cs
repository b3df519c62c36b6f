using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// Features (N, F) to 68 landmarks, (N, 136) as x0, y0, x1, y1, ... in fractions of the picture's width and height: a linear
/// layer, ReLU, and a linear layer whose bias starts in the picture's middle.
/// </summary>
public sealed class LandmarkHead : Module<Tensor, Tensor>
{
    /// <summary>The head's name: of the model's output and of the dataset's target.</summary>
    public const string Name = "landmarks";

    /// <summary>Numbers a sample: 68 points of two.</summary>
    public const int Length = 2 * 68;

    private readonly Linear _hidden;
    private readonly Linear _points;

    /// <summary>Makes a head.</summary>
    /// <param name="features">Features in.</param>
    /// <param name="hidden">Units of the layer between.</param>
    public LandmarkHead(int features, int hidden)
    {
        _hidden = RegisterModule("hidden", new Linear(features, hidden));
        _points = RegisterModule("points", new Linear(hidden, Length));
        Init.Constant(_points.Bias!, 0.5);
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor features) => _points.Forward(Functional.Relu(_hidden.Forward(features)));
}
