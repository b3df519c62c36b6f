using Mien.Core;

namespace Mien.Data;

/// <summary>
/// Several datasets as one, for models with several heads: what one of them does not have (a label, landmarks, valence and
/// arousal) is missing in its samples and does not enter the loss.
/// </summary>
public sealed class MixedDataset : IEmotionDataset
{
    private readonly IReadOnlyList<IEmotionDataset> _sources;
    private readonly int[] _starts;
    private readonly int[][] _labelMaps; // of each source: own label -> label here

    /// <summary>Joins datasets.</summary>
    /// <param name="sources">Datasets with the same inputs; the first one's labels are those of the whole.</param>
    /// <exception cref="UserErrorException">Inputs differ, or a source has a label that the first one has not.</exception>
    public MixedDataset(IReadOnlyList<IEmotionDataset> sources)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sources.Count, 1);
        _sources = sources;
        Labels = sources[0].Labels;
        string Shapes(IEmotionDataset dataset) => string.Join(", ", dataset.Inputs.Select(input => $"{input.Name} ({string.Join(" x ", input.Shape)})"));
        foreach (IEmotionDataset source in sources)
            if (Shapes(source) != Shapes(sources[0]))
                throw new UserErrorException($"Datasets that are mixed must give the same inputs, but one gives {Shapes(sources[0])} and another {Shapes(source)}; set the same sizes.");
        _labelMaps = [.. sources.Select(source => source.Labels.Select(Labels.IndexOf).ToArray())];
        foreach ((int number, IEmotionDataset source) in sources.Index())
            for (int index = 0; index < source.Count; index++)
                if (source.LabelOf(index) is >= 0 and int label && _labelMaps[number][label] < 0)
                    throw new UserErrorException($"A mixed dataset has samples labelled {source.Labels[label]}, which is not among the first one's labels: {Labels}.");
        AuxiliaryTargets = [.. sources.SelectMany(source => source.AuxiliaryTargets).Distinct()];
        _starts = new int[sources.Count];
        for (int number = 1; number < _starts.Length; number++)
            _starts[number] = _starts[number - 1] + sources[number - 1].Count;
        Groups = [.. sources.SelectMany((source, number) => source.Groups.Select(group => new SampleGroup(group.Name, [.. group.Indices.Select(index => index + _starts[number])])))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInput> Inputs => _sources[0].Inputs;

    /// <inheritdoc/>
    public EmotionLabelSet Labels { get; }

    /// <inheritdoc/>
    public IReadOnlyList<AuxiliaryTarget> AuxiliaryTargets { get; }

    /// <inheritdoc/>
    public int Count => _starts[^1] + _sources[^1].Count;

    /// <inheritdoc/>
    public IReadOnlyList<SampleGroup> Groups { get; }

    /// <inheritdoc/>
    public int LabelOf(int index)
    {
        (int source, int own) = Find(index);
        return _sources[source].LabelOf(own) is >= 0 and int label ? _labelMaps[source][label] : -1;
    }

    /// <inheritdoc/>
    public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
    {
        (int number, int own) = Find(index);
        IEmotionDataset source = _sources[number];
        float[] target = new float[source.Labels.Count], auxiliary = new float[source.AuxiliaryTargets.Sum(numbers => numbers.Length)];
        source.Read(own, new SampleBuffer(sample.Input, target, auxiliary), augmentation);
        sample.Target.Clear();
        for (int label = 0; label < target.Length; label++)
            if (target[label] != 0)
                sample.Target[_labelMaps[number][label]] = target[label];
        CopyAuxiliary(source.AuxiliaryTargets, auxiliary, sample.Auxiliary);
    }

    private void CopyAuxiliary(IReadOnlyList<AuxiliaryTarget> ownTargets, ReadOnlySpan<float> own, Span<float> all)
    {
        int at = 0;
        foreach (AuxiliaryTarget target in AuxiliaryTargets)
        {
            all.Slice(at, target.Length).Fill(target.Missing);
            int from = 0;
            foreach (AuxiliaryTarget known in ownTargets)
            {
                if (known == target)
                    own.Slice(from, target.Length).CopyTo(all[at..]);
                from += known.Length;
            }
            at += target.Length;
        }
    }

    private (int Source, int Index) Find(int index)
    {
        int found = Array.BinarySearch(_starts, index), source = found >= 0 ? found : ~found - 1;
        return (source, index - _starts[source]);
    }
}
