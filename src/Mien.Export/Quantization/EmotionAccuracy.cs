using Mien.Core;
using Mien.Data;
using Mien.Interop.OnnxRuntime;

namespace Mien.Export.Quantization;

/// <summary>Share of samples whose emotion a model tells.</summary>
/// <param name="dataset">Samples with emotions.</param>
/// <param name="samples">How many of them, spread evenly; all where there are fewer.</param>
public sealed class EmotionAccuracy(IEmotionDataset dataset, int samples) : IQualityMeasure
{
    private SampleSet? _samples; // read once, for runs of many forms

    /// <inheritdoc/>
    public string Name => "accuracy";

    /// <inheritdoc/>
    public bool IsError => false;

    /// <inheritdoc/>
    public int Samples => Math.Min(samples, dataset.Count);

    /// <inheritdoc/>
    public double UsualBudget => 1;

    /// <inheritdoc/>
    public QualityScore Measure(OrtSession session, CancellationToken cancellationToken)
    {
        _samples ??= SampleSet.Read(dataset, samples, cancellationToken);
        float[] outputs = GraphRunner.FirstOutput(session, _samples, cancellationToken);
        int[] labels = [.. _samples.Labels];
        int columns = outputs.Length / labels.Length, known = labels.Count(label => label >= 0);
        if (known == 0)
            throw new UserErrorException("No validation sample has an emotion label, so accuracy cannot be held; name other data with --data.");
        int[] told = [.. Enumerable.Range(0, labels.Length).Select(sample => ParityReport.IndexOfMax(outputs.AsSpan(sample * columns, columns)))];
        return new QualityScore((double)labels.Zip(told).Count(pair => pair.First == pair.Second) / known, told);
    }
}
