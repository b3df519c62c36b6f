using Mien.Core;
using Mien.Data;
using Mien.Data.Scenes;

namespace Mien.Training.Tests.Support;

/// <summary>Dark pictures with one or two light discs, which stand for faces, and with light squares, which do not.</summary>
internal sealed class DiscScenes(int count, int size, long seed) : ISampleDataset
{
    private const int MaxFaces = 4;

    private readonly FaceTargets _targets = new(MaxFaces);

    public IReadOnlyList<SampleInput> Inputs => [new(SampleInput.Image, [3, size, size])];

    public int TargetLength => 0;

    public IReadOnlyList<AuxiliaryTarget> AuxiliaryTargets => [_targets.Target];

    public int Count => count;

    public int LabelOf(int index) => -1;

    public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
    {
        SampleRandom random = augmentation ?? new SampleRandom(seed, index);
        List<SceneFace> faces = [];
        foreach (ref float value in sample.Input)
            value = random.NextUniform(-1, -0.8f);
        int discs = 1 + random.NextIndex(2);
        for (int i = 0; i < discs + 1; i++)
        {
            // Each in its own third of the picture, so that none hides another.
            float radius = random.NextUniform(7, size / 6f), x = random.NextUniform(radius, size - radius), y = size * (i + 0.5f) / 3;
            bool isDisc = i < discs;
            Draw(sample.Input, x, y, radius, isDisc);
            if (isDisc)
                faces.Add(new SceneFace(
                    new BoundingBox(x - radius, y - radius, 2 * radius, 2 * radius),
                    new FaceLandmarks5(new(x - radius / 2, y), new(x + radius / 2, y), new(x, y), new(x - radius / 2, y + radius / 2), new(x + radius / 2, y + radius / 2))));
        }
        _targets.Write(faces, sample.Auxiliary);
    }

    private void Draw(Span<float> picture, float x, float y, float radius, bool isDisc)
    {
        for (int row = 0; row < size; row++)
            for (int column = 0; column < size; column++)
            {
                (float dx, float dy) = (Math.Abs(column + 0.5f - x), Math.Abs(row + 0.5f - y));
                if (isDisc ? dx * dx + dy * dy < radius * radius : Math.Max(dx, dy) < radius)
                    for (int channel = 0; channel < 3; channel++)
                        picture[(channel * size + row) * size + column] = 1;
            }
    }
}
