namespace Mien.Data;

/// <summary>Where a dataset writes one sample; every value is overwritten.</summary>
/// <param name="input">Takes the inputs of <see cref="ISampleDataset.Inputs"/>, one after another, each row-major in its shape.</param>
/// <param name="target">Takes a probability for each label; they sum to 1, or are all 0 where the sample has no label.</param>
/// <param name="auxiliary">Takes the numbers of <see cref="ISampleDataset.AuxiliaryTargets"/>, one after another.</param>
public readonly ref struct SampleBuffer(Span<float> input, Span<float> target, Span<float> auxiliary = default)
{
    /// <summary>Takes the inputs of <see cref="ISampleDataset.Inputs"/>, one after another, each row-major in its shape.</summary>
    public Span<float> Input { get; } = input;

    /// <summary>Takes a probability for each label; they sum to 1, or are all 0 where the sample has no label.</summary>
    public Span<float> Target { get; } = target;

    /// <summary>Takes the numbers of <see cref="ISampleDataset.AuxiliaryTargets"/>, one after another.</summary>
    public Span<float> Auxiliary { get; } = auxiliary;
}
