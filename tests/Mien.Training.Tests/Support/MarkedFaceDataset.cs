using Mien.Core;
using Mien.Data;

namespace Mien.Training.Tests.Support;

/// <summary>Noise for faces, with 68 landmarks and affect of which a different share is missing in each: all of them in every fourth sample.</summary>
internal sealed class MarkedFaceDataset(int count, long seed) : IEmotionDataset
{
    public const int Side = 8;

    public IReadOnlyList<SampleInput> Inputs => [new(SampleInput.Image, [3, Side, Side])];

    public EmotionLabelSet Labels { get; } = new(["neutral", "happy", "sad", "anger"]);

    public IReadOnlyList<AuxiliaryTarget> AuxiliaryTargets => [AuxiliaryTarget.Landmarks68, AuxiliaryTarget.ValenceArousal];

    public int Count => count;

    public IReadOnlyList<SampleGroup> Groups => [];

    public int LabelOf(int index) => index % 5 == 0 ? -1 : index % Labels.Count;

    public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
    {
        SampleRandom random = new(seed, index);
        foreach (ref float value in sample.Input)
            value = (float)random.NextNormal();
        sample.Target.Clear();
        if (LabelOf(index) >= 0)
            sample.Target[LabelOf(index)] = 1;
        double known = index % 4 / 3.0;
        for (int point = 0; point < 68; point++)
        {
            bool isKnown = random.NextChance(known);
            for (int axis = 0; axis < 2; axis++)
                sample.Auxiliary[2 * point + axis] = isKnown ? (float)random.NextUnit() : AuxiliaryTarget.Landmarks68.Missing;
        }
        bool hasAffect = index % 4 != 0;
        for (int axis = 0; axis < 2; axis++)
            sample.Auxiliary[136 + axis] = hasAffect ? random.NextUniform(-1, 1) : AuxiliaryTarget.ValenceArousal.Missing;
    }
}
