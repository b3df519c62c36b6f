using Mien.Core;

namespace Mien.Data;

/// <summary>
/// Labelled samples that a model can be trained on. Reading is safe from several threads at once and depends on nothing
/// but the index and the random generator.
/// </summary>
public interface IEmotionDataset
{
    /// <summary>The model inputs that the samples feed, in the order in which a sample holds them.</summary>
    IReadOnlyList<SampleInput> Inputs { get; }

    /// <summary>The emotions, in the order of the targets and of the model's output.</summary>
    EmotionLabelSet Labels { get; }

    /// <summary>What the samples carry beside the label, in the order in which a sample holds it; often nothing.</summary>
    IReadOnlyList<AuxiliaryTarget> AuxiliaryTargets => [];

    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>Parts of the dataset that evaluation scores separately too; may be empty, and may overlap.</summary>
    IReadOnlyList<SampleGroup> Groups { get; }

    /// <summary>Position in <see cref="Labels"/> of a sample's own label, which evaluation counts against; -1 where it has none.</summary>
    int LabelOf(int index);

    /// <summary>Reads one sample.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="sample">Receives inputs, target and auxiliary numbers.</param>
    /// <param name="augmentation">Draws for the augmentation, or null for the sample as inference would see it.</param>
    void Read(int index, SampleBuffer sample, SampleRandom? augmentation);
}
