using Mien.Core;

namespace Mien.Data.Tests.Support;

/// <summary>Samples that say which they are: (index, a draw of the augmentation); counts how often and how many at once it is read.</summary>
internal sealed class NumberedDataset(int count, TimeSpan readingTime = default) : IEmotionDataset
{
    private int _reads;
    private int _active;

    public int Reads => Volatile.Read(ref _reads);

    public int Active => Volatile.Read(ref _active);

    public IReadOnlyList<SampleInput> Inputs => [new(SampleInput.Audio, [1, 1, 2])];

    public EmotionLabelSet Labels { get; } = new(["neutral", "happy", "sad"]);

    public int Count => count;

    public IReadOnlyList<SampleGroup> Groups => [];

    public int LabelOf(int index) => index % Labels.Count;

    public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
    {
        Interlocked.Increment(ref _active);
        Interlocked.Increment(ref _reads);
        if (readingTime > TimeSpan.Zero)
            Thread.Sleep(readingTime);
        sample.Input[0] = index;
        sample.Input[1] = augmentation is null ? 0 : (float)augmentation.NextUnit();
        sample.Target.Clear();
        sample.Target[LabelOf(index)] = 1;
        Interlocked.Decrement(ref _active);
    }
}
