using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// EfficientNet and a head for emotion: emotion from one face. Further heads on the same features may give 68 landmarks and
/// valence and arousal (multi-task learning, Caruana 1997).
/// </summary>
public sealed class FaceEmotionModel : EmotionModel
{
    private readonly EmotionHead _head;
    private readonly LandmarkHead? _landmarks;
    private readonly AffectHead? _affect;

    /// <summary>Makes a model with random weights.</summary>
    /// <exception cref="Mien.Core.UserErrorException">An option is out of its range.</exception>
    public FaceEmotionModel(FaceModelSpec spec) : base(spec)
    {
        spec.Validate();
        Encoder = RegisterModule("encoder", new EfficientNet(spec.Encoder, spec.StochasticDepth, spec.EncoderActivation));
        _head = RegisterModule("head", new EmotionHead(Encoder.FeatureCount, spec.Labels, spec.Dropout, spec.HeadHidden));
        List<string> heads = [];
        if (spec.Landmarks)
        {
            _landmarks = RegisterModule("landmarks", new LandmarkHead(Encoder.FeatureCount, spec.LandmarkHidden));
            heads.Add(LandmarkHead.Name);
        }
        if (spec.ValenceArousal)
        {
            _affect = RegisterModule("affect", new AffectHead(Encoder.FeatureCount));
            heads.Add(AffectHead.Name);
        }
        AuxiliaryHeads = heads;
    }

    /// <summary>The network from a face to its features.</summary>
    public EfficientNet Encoder { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> InputNames { get; } = [ImageInput];

    /// <inheritdoc/>
    public override IReadOnlyList<string> AuxiliaryHeads { get; }

    /// <summary>Scores.</summary>
    /// <param name="facesNchw">(N, 3, H, W), normalised; H and W at least 32.</param>
    /// <returns>Logits, (N, labels)</returns>
    public Tensor Forward(Tensor facesNchw) => Forward(new EmotionInputs { Image = facesNchw });

    /// <inheritdoc/>
    public override EmotionOutputs ForwardAll(EmotionInputs inputs)
    {
        using ModuleCall call = Enter();
        Tensor features = Encoder.Forward(inputs[ImageInput]); // (N, F)
        Dictionary<string, Tensor> auxiliary = [];
        if (_landmarks is not null)
            auxiliary[LandmarkHead.Name] = _landmarks.Forward(features); // (N, 136)
        if (_affect is not null)
            auxiliary[AffectHead.Name] = _affect.Forward(features); // (N, 2)
        return new EmotionOutputs(_head.Forward(features), auxiliary);
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(EmotionInputs inputs) => _head.Forward(Encoder.Forward(inputs[ImageInput]));
}
