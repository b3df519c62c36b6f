using Mien.Data;
using Mien.Torch;

namespace Mien.Training;

/// <summary>The targets of one further head for a batch of B samples.</summary>
/// <param name="Values">(B, numbers).</param>
/// <param name="Known">(B, numbers), 1 where a sample has the number, 0 where it is missing.</param>
public sealed record AuxiliaryTargets(Tensor Values, Tensor Known)
{
    /// <summary>A batch's targets by the name of their head; they belong to the current scope.</summary>
    /// <param name="dataset">The dataset that the batch is of.</param>
    /// <param name="batch">The batch.</param>
    public static IReadOnlyDictionary<string, AuxiliaryTargets> Of(IEmotionDataset dataset, EmotionBatch batch)
    {
        Dictionary<string, AuxiliaryTargets> targets = [];
        int stride = dataset.AuxiliaryTargets.Sum(target => target.Length), start = 0;
        foreach (AuxiliaryTarget target in dataset.AuxiliaryTargets)
        {
            float[] values = new float[batch.Count * target.Length], known = new float[values.Length];
            for (int row = 0; row < batch.Count; row++)
                batch.Auxiliary.AsSpan(row * stride + start, target.Length).CopyTo(values.AsSpan(row * target.Length));
            for (int i = 0; i < values.Length; i++)
                known[i] = values[i] == target.Missing ? 0 : 1;
            targets[target.Name] = new AuxiliaryTargets(Tensor.From(values, batch.Count, target.Length), Tensor.From(known, batch.Count, target.Length));
            start += target.Length;
        }
        return targets;
    }
}
