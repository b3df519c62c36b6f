using Mien.Core;
using Mien.Data;

namespace Mien.Training.Tests.Support;

/// <summary>Spectrograms with one loud band, whose height is the label; noise makes no two alike. Augmentation adds more noise.</summary>
internal sealed class ToneDataset(int count, long seed) : IEmotionDataset
{
    public const int Bands = 16;
    public const int Frames = 16;

    public IReadOnlyList<SampleInput> Inputs => [new(SampleInput.Audio, [1, Bands, Frames])];

    public EmotionLabelSet Labels { get; } = new(["neutral", "happy", "sad", "anger"]);

    public int Count => count;

    public IReadOnlyList<SampleGroup> Groups => [];

    // An irregular order, so that a misplaced batch cannot go unseen.
    public int LabelOf(int index) => new SampleRandom(seed, index).NextIndex(Labels.Count);

    public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
    {
        SampleRandom noise = new(seed, index, 1);
        int label = LabelOf(index);
        for (int band = 0; band < Bands; band++)
            for (int frame = 0; frame < Frames; frame++)
            {
                bool loud = band / (Bands / Labels.Count) == label;
                sample.Input[band * Frames + frame] = (loud ? 1.5f : -0.5f) + 0.2f * (float)noise.NextNormal() + 0.1f * (float)(augmentation?.NextNormal() ?? 0);
            }
        sample.Target.Clear();
        sample.Target[label] = 1;
    }
}
