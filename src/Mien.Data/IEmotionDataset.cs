using Mien.Core;

namespace Mien.Data;

/// <summary>
/// Labelled samples that a model can be trained on. Reading is safe from several threads at once and depends on nothing
/// but the index and the random generator.
/// </summary>
public interface IEmotionDataset
{
    /// <summary>Name of the model input that the samples feed: <c>image</c> or <c>audio</c>.</summary>
    string InputName { get; }

    /// <summary>Shape of one sample without the batch axis: (3, Height, Width) or (1, MelBands, Frames).</summary>
    IReadOnlyList<int> InputShape { get; }

    /// <summary>The emotions, in the order of the targets and of the model's output.</summary>
    EmotionLabelSet Labels { get; }

    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>Parts of the dataset that evaluation scores separately too; may be empty, and may overlap.</summary>
    IReadOnlyList<SampleGroup> Groups { get; }

    /// <summary>Position in <see cref="Labels"/> of a sample's own label: what evaluation counts against.</summary>
    int LabelOf(int index);

    /// <summary>Reads one sample.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="input">Receives the input, row-major in <see cref="InputShape"/>.</param>
    /// <param name="target">Receives a probability for each label; they sum to 1.</param>
    /// <param name="augmentation">Draws for the augmentation, or null for the sample as inference would see it.</param>
    void Read(int index, Span<float> input, Span<float> target, SampleRandom? augmentation);
}
