using System.Collections.Concurrent;
using Mien.Core;
using Mien.Data;

namespace Mien.Training.Tests.Support;

/// <summary>A dataset that remembers which samples were read.</summary>
internal sealed class RecordedReads(IEmotionDataset dataset) : IEmotionDataset
{
    private readonly ConcurrentQueue<int> _indices = new();

    public IReadOnlyCollection<int> Indices => _indices;

    public IReadOnlyList<SampleInput> Inputs => dataset.Inputs;

    public EmotionLabelSet Labels => dataset.Labels;

    public int Count => dataset.Count;

    public IReadOnlyList<SampleGroup> Groups => dataset.Groups;

    public int LabelOf(int index) => dataset.LabelOf(index);

    public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
    {
        _indices.Enqueue(index);
        dataset.Read(index, sample, augmentation);
    }
}
