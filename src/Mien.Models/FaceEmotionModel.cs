using Mien.Torch;

namespace Mien.Models;

/// <summary>EfficientNet and a linear head: emotion from one face.</summary>
public sealed class FaceEmotionModel : EmotionModel
{
    private readonly EmotionHead _head;

    /// <summary>Makes a model with random weights.</summary>
    /// <exception cref="Mien.Core.UserErrorException">An option is out of its range.</exception>
    public FaceEmotionModel(FaceModelSpec spec) : base(spec)
    {
        spec.Validate();
        Encoder = RegisterModule("encoder", new EfficientNet(spec.Encoder, spec.StochasticDepth));
        _head = RegisterModule("head", new EmotionHead(Encoder.FeatureCount, spec.Labels, spec.Dropout, spec.HeadHidden));
    }

    /// <summary>The network from a face to its features.</summary>
    public EfficientNet Encoder { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> InputNames { get; } = [ImageInput];

    /// <summary>Scores.</summary>
    /// <param name="facesNchw">(N, 3, H, W), normalised; H and W at least 32.</param>
    /// <returns>Logits, (N, labels)</returns>
    public Tensor Forward(Tensor facesNchw) => Forward(new EmotionInputs { Image = facesNchw });

    /// <inheritdoc/>
    protected override Tensor ForwardCore(EmotionInputs inputs) => _head.Forward(Encoder.Forward(inputs[ImageInput]));
}
