using Mien.Data;
using Mien.Data.Loading;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Metrics;
using Mien.Training.Options;

namespace Mien.Training.Tasks;

/// <summary>What a run teaches: a model, the loss of a batch, and what the model's predictions are worth. The trainer knows nothing else of it.</summary>
public abstract class TrainingTask : IDisposable
{
    /// <summary>What the model is.</summary>
    public abstract ModelSpec Spec { get; }

    /// <summary>The network that is trained.</summary>
    public abstract Module Model { get; }

    /// <summary>Numbers that predictions hold for each sample.</summary>
    public virtual int PredictionLength => 1;

    /// <summary>What the training passes compute in.</summary>
    public ComputePrecision Precision { get; init; }

    /// <summary>The loss of a batch; tensors belong to the current scope.</summary>
    /// <param name="batch">A batch of the training data.</param>
    /// <returns>A scalar.</returns>
    public abstract Tensor Loss(SampleBatch batch);

    /// <summary>Samples that are predicted at a time.</summary>
    public virtual int PredictionBatch => 64;

    /// <summary>All that the network gives for a batch, in the order of a model file; tensors belong to the current scope.</summary>
    /// <param name="dataset">The dataset that the batch is of.</param>
    /// <param name="batch">The batch, read as at inference.</param>
    public abstract IReadOnlyList<Tensor> Outputs(ISampleDataset dataset, SampleBatch batch);

    /// <summary>Predicts samples of the validation data, read as at inference; the model is switched to evaluation and left there.</summary>
    /// <param name="share">All samples, or one process's share of them.</param>
    /// <param name="cancellationToken">Ends the predictions.</param>
    /// <returns>(samples, <see cref="PredictionLength"/>)</returns>
    public float[] Predict(ISampleDataset share, CancellationToken cancellationToken)
    {
        Model.Eval();
        return Predict(share, batch => Run(share, batch), cancellationToken);
    }

    /// <summary>All that the network, in the mode that it is in, gives for a batch, as numbers; no gradients.</summary>
    /// <inheritdoc cref="Outputs"/>
    public IReadOnlyList<NetworkOutput> Run(ISampleDataset dataset, SampleBatch batch)
    {
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        return [.. Outputs(dataset, batch).Select(output => new NetworkOutput(output.ToArray<float>(), [.. output.Shape]))];
    }

    /// <summary>The predictions that another engine's run of the network makes.</summary>
    /// <param name="share">The samples.</param>
    /// <param name="run">What that engine gives for a batch: as <see cref="Outputs"/>, but that scores of labels may be probabilities.</param>
    /// <param name="cancellationToken">Ends the predictions.</param>
    /// <returns>(samples, <see cref="PredictionLength"/>)</returns>
    public float[] Predict(ISampleDataset share, Func<SampleBatch, IReadOnlyList<NetworkOutput>> run, CancellationToken cancellationToken)
    {
        float[] predictions = new float[share.Count * PredictionLength];
        BatchLoader loader = new(share, new SequentialSampler(share.Count), new LoaderOptions { BatchSize = PredictionBatch });
        int first = 0;
        foreach (SampleBatch batch in loader.Epoch(0, cancellationToken))
        {
            using TensorScope scope = TensorScope.Begin();
            using IDisposable noGradients = Grad.Disabled();
            Read(share, batch, run(batch), predictions.AsSpan(first * PredictionLength, batch.Count * PredictionLength));
            first += batch.Count;
        }
        return predictions;
    }

    /// <summary>Makes predictions of what a network gave.</summary>
    /// <param name="dataset">The dataset that the batch is of.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="outputs">What the network gave for it.</param>
    /// <param name="predictions">Takes the predictions, (B, <see cref="PredictionLength"/>).</param>
    protected abstract void Read(ISampleDataset dataset, SampleBatch batch, IReadOnlyList<NetworkOutput> outputs, Span<float> predictions);

    /// <summary>What predictions for the whole validation data are worth.</summary>
    /// <param name="predictions">(samples, <see cref="PredictionLength"/>)</param>
    public abstract ValidationResult Score(float[] predictions);

    /// <summary>Runs the network in <see cref="Precision"/>; losses are computed of its results in 32 bits.</summary>
    protected T Forward<T>(Func<T> pass)
    {
        using IDisposable precision = Autocast.BFloat16(Precision == ComputePrecision.Bfloat16);
        return pass();
    }

    /// <summary>A result of the network in 32 bits.</summary>
    protected Tensor InFull(Tensor result) => Precision == ComputePrecision.Float32 ? result : result.To(DType.Float32);

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        Model.Dispose();
        GC.SuppressFinalize(this);
    }
}
