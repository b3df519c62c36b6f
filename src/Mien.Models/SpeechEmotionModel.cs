using Mien.Torch;

namespace Mien.Models;

/// <summary><see cref="AudioNetwork"/> and a linear head: emotion from a few seconds of speech.</summary>
public sealed class SpeechEmotionModel : EmotionModel
{
    private readonly EmotionHead _head;

    /// <summary>Makes a model with random weights.</summary>
    /// <exception cref="Mien.Core.UserErrorException">An option is out of its range.</exception>
    public SpeechEmotionModel(SpeechModelSpec spec) : base(spec)
    {
        spec.Validate();
        Encoder = RegisterModule("encoder", new AudioNetwork(spec.Encoder));
        _head = RegisterModule("head", new EmotionHead(Encoder.FeatureCount, spec.Labels, spec.Dropout));
    }

    /// <summary>The network from a clip to its features.</summary>
    public AudioNetwork Encoder { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> InputNames { get; } = [AudioInput];

    /// <summary>Scores.</summary>
    /// <param name="logMel">(N, 1, MelBands, frames), standardised; at least 4 frames.</param>
    /// <returns>Logits, (N, labels)</returns>
    public Tensor Forward(Tensor logMel) => Forward(new EmotionInputs { Audio = logMel });

    /// <inheritdoc/>
    protected override Tensor ForwardCore(EmotionInputs inputs) => _head.Forward(Encoder.Forward(inputs[AudioInput]));
}
