using Mien.Core;
using Mien.Data.Tests.Support;

namespace Mien.Data.Tests;

public sealed class MixedDatasetTests
{
    private static readonly EmotionLabelSet s_labels = new(["neutral", "happy", "sad"]);

    [Fact]
    public void What_a_source_does_not_have_is_missing()
    {
        MixedDataset mixed = new([new NumberedDataset(3), new AffectDataset(["sad", "happy"], 2)]);

        Assert.Equal(5, mixed.Count);
        Assert.Equal([AuxiliaryTarget.ValenceArousal], mixed.AuxiliaryTargets);
        Assert.Equal([0, 1, 2, 2, -1], Enumerable.Range(0, 5).Select(mixed.LabelOf));
        Assert.Equal([2, 0, /**/ 0, 0, 1, /**/ -2, -2], Read(mixed, 2));
        Assert.Equal([100, 0, /**/ 0, 0, 1, /**/ 0.5f, 0], Read(mixed, 3)); // "sad" is 0 there and 2 here
        Assert.Equal([100, 1, /**/ 0, 0, 0, /**/ 0.5f, 1], Read(mixed, 4));
    }

    [Fact]
    public void Other_inputs_and_foreign_labels_are_refused()
    {
        Assert.Contains("boredom", Assert.Throws<UserErrorException>(() => new MixedDataset([new NumberedDataset(3), new AffectDataset(["boredom"], 2)])).Message);
        Assert.Contains("3", Assert.Throws<UserErrorException>(() => new MixedDataset([new NumberedDataset(3), new AffectDataset(["sad"], 3)])).Message);
    }

    // Inputs, target, auxiliary numbers, one after another.
    private static float[] Read(MixedDataset dataset, int index)
    {
        (float[] input, float[] target, float[] auxiliary) = (new float[2], new float[s_labels.Count], new float[2]);
        dataset.Read(index, new SampleBuffer(input, target, auxiliary), null);
        return [.. input, .. target, .. auxiliary];
    }

    /// <summary>Two samples with affect; the second one has no label.</summary>
    private sealed class AffectDataset(string[] labels, int inputs) : IEmotionDataset
    {
        public IReadOnlyList<SampleInput> Inputs => [new(SampleInput.Audio, [1, 1, inputs])];

        public EmotionLabelSet Labels { get; } = new(labels);

        public IReadOnlyList<AuxiliaryTarget> AuxiliaryTargets => [AuxiliaryTarget.ValenceArousal];

        public int Count => 2;

        public IReadOnlyList<SampleGroup> Groups => [];

        public int LabelOf(int index) => index == 0 ? 0 : -1;

        public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
        {
            (sample.Input[0], sample.Input[1]) = (100, index);
            sample.Target.Clear();
            if (index == 0)
                sample.Target[0] = 1;
            (sample.Auxiliary[0], sample.Auxiliary[1]) = (0.5f, index);
        }
    }
}
