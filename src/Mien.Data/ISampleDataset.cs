namespace Mien.Data;

/// <summary>
/// Samples that a model can be trained on. Reading is safe from several threads at once and depends on nothing but the index and
/// the random generator.
/// </summary>
public interface ISampleDataset
{
    /// <summary>The model inputs that the samples feed, in the order in which a sample holds them.</summary>
    IReadOnlyList<SampleInput> Inputs { get; }

    /// <summary>Label probabilities a sample; 0 where samples have no labels.</summary>
    int TargetLength { get; }

    /// <summary>What the samples carry beside label probabilities, in the order in which a sample holds it; often nothing.</summary>
    IReadOnlyList<AuxiliaryTarget> AuxiliaryTargets => [];

    /// <summary>Number of samples.</summary>
    int Count { get; }

    /// <summary>Position of a sample's own label, which evaluation counts against; -1 where it has none.</summary>
    int LabelOf(int index);

    /// <summary>Reads one sample.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="sample">Receives inputs, target and auxiliary numbers.</param>
    /// <param name="augmentation">Draws for the augmentation, or null for the sample as inference would see it.</param>
    void Read(int index, SampleBuffer sample, SampleRandom? augmentation);
}
