using Mien.Data;
using Mien.Models;
using Mien.Torch;

namespace Mien.Training;

/// <summary>Makes tensors of batches.</summary>
internal static class ModelInput
{
    /// <summary>The batch's input as the model takes it, (B, ...InputShape); it belongs to the current scope.</summary>
    public static EmotionInputs Of(IEmotionDataset dataset, EmotionBatch batch)
    {
        Tensor input = Tensor.From(batch.Input, [batch.Count, .. dataset.InputShape.Select(size => (long)size)]);
        return dataset.InputName switch
        {
            EmotionModel.ImageInput => new EmotionInputs { Image = ChannelsLast.Of(input) },
            EmotionModel.AudioInput => new EmotionInputs { Audio = ChannelsLast.Of(input) },
            _ => throw new InvalidOperationException($"No model takes an input named {dataset.InputName}."),
        };
    }
}
