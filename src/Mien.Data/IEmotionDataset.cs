using Mien.Core;

namespace Mien.Data;

/// <summary>Samples with emotions for labels.</summary>
public interface IEmotionDataset : ISampleDataset
{
    /// <summary>The emotions, in the order of the targets and of the model's output.</summary>
    EmotionLabelSet Labels { get; }

    /// <inheritdoc/>
    int ISampleDataset.TargetLength => Labels.Count;

    /// <summary>Parts of the dataset that evaluation scores separately too; may be empty, and may overlap.</summary>
    IReadOnlyList<SampleGroup> Groups { get; }
}
