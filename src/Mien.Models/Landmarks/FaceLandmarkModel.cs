using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// 68 landmarks of one aligned face, by separable convolutions to a sixteenth of its size and two linear layers: the points stay
/// where they are in the picture, so its places must not be averaged away before them.
/// </summary>
public sealed class FaceLandmarkModel : Module<Tensor, Tensor>
{
    // Channels a place that the linear layer sees: few, as it has a weight for each.
    private const int PlaceChannels = 24;

    private readonly Sequential _features;
    private readonly LandmarkHead _head;

    /// <summary>Makes a model with random weights.</summary>
    /// <exception cref="Core.UserErrorException">An option is out of its range.</exception>
    public FaceLandmarkModel(FaceLandmarkSpec spec)
    {
        spec.Validate();
        Spec = spec;
        _features = RegisterModule("features", new Sequential(Layers(spec)));
        int places = spec.ImageSize / 16 * (spec.ImageSize / 16);
        _head = RegisterModule("head", new LandmarkHead(PlaceChannels * places, spec.Hidden));
    }

    /// <summary>What <see cref="ModelFactory"/> needs to make this model again.</summary>
    public FaceLandmarkSpec Spec { get; }

    /// <summary>Finds the points.</summary>
    /// <param name="input">(N, 3, <see cref="FaceLandmarkSpec.ImageSize"/>, the same).</param>
    /// <returns>(N, 136): x0, y0, x1, y1, ... in fractions of the crop's width and height.</returns>
    protected override Tensor ForwardCore(Tensor input) => _head.Forward(_features.Forward(input).Flatten(1));

    private static IEnumerable<Module<Tensor, Tensor>> Layers(FaceLandmarkSpec spec)
    {
        int channels = spec.Width;
        yield return new Conv2d(3, channels, 3, stride: 2, padding: 1, bias: false);
        yield return new BatchNorm2d(channels);
        yield return new ReLU();
        for (int stage = 0; stage < 3; stage++, channels *= 2)
        {
            yield return new SeparableConv2d(channels, 2 * channels, stride: 2);
            for (int i = 0; i < spec.Depth; i++)
                yield return new SeparableConv2d(2 * channels, 2 * channels);
        }
        yield return new Conv2d(channels, PlaceChannels, 1);
        yield return new ReLU();
    }
}
