using Mien.Core;
using Mien.Data;
using Mien.Data.Loading;
using Mien.Interop.OnnxRuntime;
using Mien.Training.Metrics;
using Mien.Training.Options;
using Mien.Training.Tasks;

namespace Mien.Export.Quantization;

/// <summary>What a run judges a network by that does not tell emotion: a face detector's average precision, a landmark network's normalised mean error.</summary>
public sealed class TaskScore : IQualityMeasure, IDisposable
{
    private readonly TrainingTask _task;
    private readonly SpreadDataset _samples;
    private readonly SelectionMetric _metric;

    /// <summary>Chooses samples.</summary>
    /// <param name="config">The settings of the run that trained the network.</param>
    /// <param name="dataset">Its validation part.</param>
    /// <param name="samples">How many samples of it, spread evenly; all where there are fewer.</param>
    /// <exception cref="UserErrorException">The part is empty, or does not fit the config's model.</exception>
    public TaskScore(TrainingConfig config, ISampleDataset dataset, int samples)
    {
        if (dataset.Count == 0)
            throw new UserErrorException("There is nothing to quantise by: a part of the data holds no sample.");
        _samples = new SpreadDataset(dataset, samples);
        _task = TrainingTaskFactory.Create(config, _samples, _samples);
        _metric = config.Model is Models.FaceLandmarkSpec ? SelectionMetric.NormalizedMeanError : SelectionMetric.AveragePrecision;
    }

    /// <inheritdoc/>
    public string Name => IsError ? "normalised mean error" : "average precision";

    /// <inheritdoc/>
    public bool IsError => _metric == SelectionMetric.NormalizedMeanError;

    /// <inheritdoc/>
    public int Samples => _samples.Count;

    /// <inheritdoc/>
    public double UsualBudget => IsError ? 0.1 : 1;

    /// <inheritdoc/>
    public QualityScore Measure(OrtSession session, CancellationToken cancellationToken)
    {
        double value = Result(session, cancellationToken).Value(_metric);
        return new QualityScore(IsError ? -value : value, null);
    }

    /// <summary>All that the network's predictions are worth.</summary>
    /// <inheritdoc cref="Measure"/>
    public ValidationResult Result(OrtSession session, CancellationToken cancellationToken) =>
        _task.Score(_task.Predict(_samples, batch => SessionOutputs.Of(session, _samples, batch), cancellationToken));

    /// <inheritdoc/>
    public void Dispose() => _task.Dispose();
}
