using Mien.Torch;

namespace Mien.Models;

/// <summary>Both encoders, a fusion and a head: emotion from a face and speech, of which either may be missing.</summary>
public sealed class FusionEmotionModel : EmotionModel
{
    private readonly MultimodalFusion _fusion;
    private readonly FusionHead _head;

    /// <summary>Makes a model with random weights.</summary>
    /// <exception cref="Mien.Core.UserErrorException">An option is out of its range.</exception>
    public FusionEmotionModel(FusionModelSpec spec) : base(spec)
    {
        spec.Validate();
        ImageEncoder = RegisterModule("image_encoder", new EfficientNet(spec.ImageEncoder, spec.StochasticDepth));
        AudioEncoder = RegisterModule("audio_encoder", new AudioNetwork(spec.AudioEncoder));
        _fusion = RegisterModule("fusion", MakeFusion(spec, ImageEncoder.FeatureCount, AudioEncoder.FeatureCount));
        _head = RegisterModule("head", new FusionHead(_fusion.FeatureCount, spec.HeadHidden, spec.Labels, spec.Dropout));
    }

    /// <summary>The network from a face to its features.</summary>
    public EfficientNet ImageEncoder { get; }

    /// <summary>The network from a clip to its features.</summary>
    public AudioNetwork AudioEncoder { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> InputNames { get; } = [ImageInput, AudioInput, PresenceInput];

    /// <summary>Scores. What the picture or clip of a missing modality holds does not change them in evaluation; while training,
    /// batch norm in the encoders sees it.</summary>
    /// <param name="facesNchw">(N, 3, H, W), normalised; H and W at least 32.</param>
    /// <param name="logMel">(N, 1, MelBands, frames), standardised; at least 4 frames.</param>
    /// <param name="presence">(N, 2): column 0 image, column 1 audio; 1 present, 0 missing.</param>
    /// <returns>Logits, (N, labels)</returns>
    public Tensor Forward(Tensor facesNchw, Tensor logMel, Tensor presence) =>
        Forward(new EmotionInputs { Image = facesNchw, Audio = logMel, Presence = presence });

    /// <inheritdoc/>
    protected override Tensor ForwardCore(EmotionInputs inputs)
    {
        Tensor map = ImageEncoder.ForwardMap(inputs[ImageInput]); // (N, C, h, w)
        Tensor sequence = AudioEncoder.ForwardSequence(inputs[AudioInput]); // (N, steps, C)
        ModalityFeatures image = new(EfficientNet.Pool(map), map.Flatten(2));
        ModalityFeatures audio = new(AudioEncoder.Pool(sequence), sequence.Transpose(1, 2));
        return _head.Forward(_fusion.Forward(new FusionInputs(image, audio, inputs[PresenceInput])));
    }

    private static MultimodalFusion MakeFusion(FusionModelSpec spec, int imageFeatures, int audioFeatures) => spec.Fusion switch
    {
        FusionKind.ModalityAttention => new ModalityAttentionFusion(imageFeatures, audioFeatures, spec.ProjectedFeatures),
        FusionKind.ChannelAttention => new ChannelAttentionFusion(imageFeatures, audioFeatures, spec.Reduction),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Fusion, "There is no such fusion."),
    };
}
