using Mien.Core;
using Mien.Data;

namespace Mien.Training.Tests.Support;

/// <summary>A dataset in which reading goes wrong at one sample of one epoch and after, as a file that has gone away.</summary>
/// <param name="sound">The dataset without the fault.</param>
/// <param name="soundReads">Reads that go well.</param>
/// <param name="fault">What happens instead of the others.</param>
internal sealed class FaultyDataset(IEmotionDataset sound, int soundReads, Action<SampleBuffer> fault) : IEmotionDataset
{
    private int _reads;

    public IReadOnlyList<SampleInput> Inputs => sound.Inputs;

    public EmotionLabelSet Labels => sound.Labels;

    public int Count => sound.Count;

    public IReadOnlyList<SampleGroup> Groups => sound.Groups;

    public int LabelOf(int index) => sound.LabelOf(index);

    public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
    {
        sound.Read(index, sample, augmentation);
        if (Interlocked.Increment(ref _reads) > soundReads)
            fault(sample);
    }
}
