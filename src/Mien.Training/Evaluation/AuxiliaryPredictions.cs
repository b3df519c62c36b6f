using Mien.Data;
using Mien.Training.Metrics;

namespace Mien.Training.Evaluation;

/// <summary>Collects what the samples carry beside their label and what the model's further heads say of it.</summary>
/// <param name="dataset">The samples.</param>
internal sealed class AuxiliaryPredictions(IEmotionDataset dataset)
{
    private readonly Dictionary<string, (List<float> Actual, List<float> Predicted)> _heads = [];

    /// <summary>Takes in a batch; heads that only the model or only the data have are passed over.</summary>
    public void Add(SampleBatch batch, IReadOnlyDictionary<string, float[]> predicted)
    {
        int start = 0;
        foreach (AuxiliaryTarget target in dataset.AuxiliaryTargets)
        {
            if (predicted.TryGetValue(target.Name, out float[]? head))
            {
                if (!_heads.TryGetValue(target.Name, out (List<float> Actual, List<float> Predicted) known))
                    _heads[target.Name] = known = ([], []);
                known.Actual.AddRange(SampleRows.Columns(batch.Auxiliary, batch.Count, start, target.Length));
                known.Predicted.AddRange(head);
            }
            start += target.Length;
        }
    }

    /// <summary>How well landmarks are found, or null where nobody told or knew any.</summary>
    public LandmarkError? Landmarks() => _heads.TryGetValue(AuxiliaryTarget.Landmarks68.Name, out (List<float> Actual, List<float> Predicted) head)
        ? LandmarkError.Of(head.Actual.ToArray(), head.Predicted.ToArray())
        : null;

    /// <summary>How well valence (column 0) or arousal (column 1) is told, or null where nobody told or knew any.</summary>
    public ConcordanceResult? Affect(int column)
    {
        AuxiliaryTarget target = AuxiliaryTarget.ValenceArousal;
        if (!_heads.TryGetValue(target.Name, out (List<float> Actual, List<float> Predicted) head))
            return null;
        int[] known = [.. Enumerable.Range(0, head.Actual.Count).Where(index => index % target.Length == column && head.Actual[index] != target.Missing)];
        return known.Length > 0
            ? ConcordanceResult.Of([.. known.Select(index => (double)head.Actual[index])], [.. known.Select(index => (double)head.Predicted[index])])
            : null;
    }
}
