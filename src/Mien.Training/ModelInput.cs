using Mien.Data;
using Mien.Models;
using Mien.Torch;

namespace Mien.Training;

/// <summary>Makes tensors of samples.</summary>
public static class ModelInput
{
    /// <summary>A batch's inputs as the model takes them; they belong to the current scope.</summary>
    /// <param name="dataset">The dataset that the batch is of.</param>
    /// <param name="batch">The batch.</param>
    public static EmotionInputs Of(ISampleDataset dataset, SampleBatch batch)
    {
        EmotionInputs inputs = Of(dataset, batch.Input, batch.Count);
        return batch.PictureSize is { } size && inputs.Image is { } pictures
            ? inputs with { Image = ChannelsLast.Of(Functional.Resize(pictures, size)) }
            : inputs;
    }

    /// <summary>Inputs as the model takes them; they belong to the current scope.</summary>
    /// <param name="dataset">The dataset that the samples are of.</param>
    /// <param name="values">Of each sample all inputs of the dataset, one after another.</param>
    /// <param name="samples">Number of samples.</param>
    public static EmotionInputs Of(ISampleDataset dataset, float[] values, int samples) => Of(dataset.Inputs, values, samples);

    /// <summary>The pictures of a batch, (B, 3, H, W); they belong to the current scope.</summary>
    /// <param name="dataset">The dataset that the batch is of.</param>
    /// <param name="batch">The batch.</param>
    public static Tensor PicturesOf(ISampleDataset dataset, SampleBatch batch) => Of(dataset, batch)[EmotionModel.ImageInput];

    /// <summary>Inputs as the model takes them; they belong to the current scope.</summary>
    /// <param name="parts">The inputs of a sample, in the order in which it holds them.</param>
    /// <param name="values">Of each sample all inputs, one after another.</param>
    /// <param name="samples">Number of samples.</param>
    public static EmotionInputs Of(IReadOnlyList<SampleInput> parts, float[] values, int samples)
    {
        EmotionInputs inputs = new();
        int start = 0;
        foreach (SampleInput input in parts)
        {
            float[] own = input.Length * samples == values.Length ? values : SampleRows.Columns(values, samples, start, input.Length);
            Tensor tensor = Tensor.From(own, [samples, .. input.Shape.Select(size => (long)size)]);
            inputs = input.Name switch
            {
                EmotionModel.ImageInput => inputs with { Image = ChannelsLast.Of(tensor) },
                EmotionModel.AudioInput => inputs with { Audio = ChannelsLast.Of(tensor) },
                EmotionModel.PresenceInput => inputs with { Presence = tensor },
                EmotionModel.FeaturesInput => inputs with { Features = tensor },
                _ => throw new InvalidOperationException($"No model takes an input named {input.Name}."),
            };
            start += input.Length;
        }
        return inputs;
    }
}
