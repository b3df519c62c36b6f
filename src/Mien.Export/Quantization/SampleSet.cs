using Mien.Core;
using Mien.Data;

namespace Mien.Export.Quantization;

/// <summary>Samples of a dataset in memory, as inference reads them, for runs of many versions of one model on the same inputs.</summary>
internal sealed class SampleSet
{
    private const int BatchSize = 16;

    private readonly IReadOnlyList<SampleInput> _inputs;
    private readonly List<SampleBatch> _batches = [];

    private SampleSet(IReadOnlyList<SampleInput> inputs) => _inputs = inputs;

    /// <summary>Number of samples.</summary>
    public int Count => _batches.Sum(batch => batch.Count);

    /// <summary>True label of each sample, -1 for none.</summary>
    public IEnumerable<int> Labels => _batches.SelectMany(batch => batch.Labels);

    /// <summary>Reads samples, spread evenly over the dataset.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="samples">Number of samples; all where it has fewer.</param>
    /// <param name="cancellationToken">Stops between samples.</param>
    /// <exception cref="UserErrorException">The dataset is empty.</exception>
    public static SampleSet Read(ISampleDataset dataset, int samples, CancellationToken cancellationToken)
    {
        if (dataset.Count == 0)
            throw new UserErrorException("There is nothing to quantise by: a part of the data holds no sample.");
        int count = Math.Min(samples, dataset.Count), length = dataset.Inputs.Sum(input => input.Length);
        float[] target = new float[dataset.TargetLength], auxiliary = new float[dataset.AuxiliaryTargets.Sum(numbers => numbers.Length)];
        SampleSet set = new(dataset.Inputs);
        for (int first = 0; first < count; first += BatchSize)
        {
            int[] indices = [.. Enumerable.Range(first, Math.Min(BatchSize, count - first)).Select(sample => (int)((long)sample * dataset.Count / count))];
            float[] values = new float[indices.Length * length];
            for (int row = 0; row < indices.Length; row++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                dataset.Read(indices[row], new SampleBuffer(values.AsSpan(row * length, length), target, auxiliary), augmentation: null);
            }
            set._batches.Add(new SampleBatch(indices, values, [], [.. indices.Select(dataset.LabelOf)]));
        }
        return set;
    }

    /// <summary>The values of one input, batch by batch, each with its shape.</summary>
    /// <exception cref="UserErrorException">The data do not hold that input.</exception>
    public IEnumerable<(float[] Values, long[] Shape)> Values(string name)
    {
        int index = _inputs.ToList().FindIndex(input => input.Name == name);
        if (index < 0)
            throw new UserErrorException($"The model takes the input {name}, but the data hold {string.Join(" and ", _inputs.Select(input => input.Name))} only; name other data with --data.");
        int start = _inputs.Take(index).Sum(input => input.Length), stride = _inputs.Sum(input => input.Length), length = _inputs[index].Length;
        long[] shape = [.. _inputs[index].Shape.Select(size => (long)size)];
        foreach (SampleBatch batch in _batches)
        {
            float[] own = stride == length ? batch.Input : new float[batch.Count * length];
            for (int row = 0; row < batch.Count && stride != length; row++)
                batch.Input.AsSpan(row * stride + start, length).CopyTo(own.AsSpan(row * length));
            yield return (own, [batch.Count, .. shape]);
        }
    }
}
