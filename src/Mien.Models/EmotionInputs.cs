using Mien.Torch;

namespace Mien.Models;

/// <summary>A batch as any <see cref="EmotionModel"/> takes it; a model reads the members that its <see cref="EmotionModel.InputNames"/> name.</summary>
public sealed record EmotionInputs
{
    /// <summary>Faces, (N, 3, H, W), normalised; null for a model that sees none.</summary>
    public Tensor? Image { get; init; }

    /// <summary>Log-mel spectra, (N, 1, MelBands, frames), standardised; null for a model that hears none.</summary>
    public Tensor? Audio { get; init; }

    /// <summary>
    /// Which modality each sample has, (N, 2): column 0 image, column 1 audio; 1 present, 0 missing.
    /// What <see cref="Image"/> and <see cref="Audio"/> hold where this says missing does not change the result. Only fusion models read it.
    /// </summary>
    public Tensor? Presence { get; init; }

    /// <summary>Features that another program extracted, (N, Dimension) or (N, Steps, Dimension); null for a model that takes none.</summary>
    public Tensor? Features { get; init; }

    /// <summary>An input by its name in a model file.</summary>
    /// <exception cref="InvalidOperationException">The batch lacks it.</exception>
    public Tensor this[string name] => (name switch
    {
        EmotionModel.ImageInput => Image,
        EmotionModel.AudioInput => Audio,
        EmotionModel.PresenceInput => Presence,
        EmotionModel.FeaturesInput => Features,
        _ => null,
    }) ?? throw new InvalidOperationException($"The model needs the input {name}, which the batch does not hold.");
}
