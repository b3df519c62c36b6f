using Mien.Core;
using Mien.Data;
using Mien.Export.Onnx;

namespace Mien.Export.Tests.Quantization;

/// <summary>Made-up pictures, each labelled with what a model says of it, so that the model is always right.</summary>
internal sealed class MadeUpSamples : IEmotionDataset
{
    private readonly int _seed;
    private readonly int[] _labels;

    public MadeUpSamples(OnnxModel model, int count, int seed)
    {
        _seed = seed;
        Inputs = [new("image", [(int)model.Graph.Inputs[0].Shape[1].Size!, SmallNetworks.Side, SmallNetworks.Side])];
        float[] inputs = [.. Enumerable.Range(0, count).SelectMany(Picture)];
        float[] outputs = OnnxRunner.Run(model.Graph, ("image", inputs, [count, Inputs[0].Shape[0], SmallNetworks.Side, SmallNetworks.Side]));
        _labels = [.. outputs.Chunk(SmallNetworks.Labels).Select(row => Array.IndexOf(row, row.Max()))];
        Count = count;
    }

    public EmotionLabelSet Labels { get; } = new(["neutral", "happy", "sad", "anger"]);

    public IReadOnlyList<SampleGroup> Groups => [];

    public IReadOnlyList<SampleInput> Inputs { get; }

    public int Count { get; }

    public int LabelOf(int index) => _labels[index];

    public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
    {
        Picture(index).CopyTo(sample.Input);
        sample.Target.Clear();
        sample.Target[_labels[index]] = 1;
    }

    private float[] Picture(int index) => SmallNetworks.Values(Inputs[0].Length, _seed * 1000 + index, 1.5f);
}
