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
    public static IReadOnlyDictionary<string, AuxiliaryTargets> Of(ISampleDataset dataset, SampleBatch batch)
    {
        Dictionary<string, AuxiliaryTargets> targets = [];
        int start = 0;
        foreach (AuxiliaryTarget target in dataset.AuxiliaryTargets)
        {
            float[] values = SampleRows.Columns(batch.Auxiliary, batch.Count, start, target.Length);
            float[] known = [.. values.Select(value => value == target.Missing ? 0f : 1f)];
            targets[target.Name] = new AuxiliaryTargets(Tensor.From(values, batch.Count, target.Length), Tensor.From(known, batch.Count, target.Length));
            start += target.Length;
        }
        return targets;
    }
}
