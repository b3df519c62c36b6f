using Mien.Data;
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

    /// <summary>Predicts samples of the validation data, read as at inference; the model is switched to evaluation and left there.</summary>
    /// <param name="share">All samples, or one process's share of them.</param>
    /// <param name="cancellationToken">Ends the predictions.</param>
    /// <returns>(samples, <see cref="PredictionLength"/>)</returns>
    public abstract float[] Predict(ISampleDataset share, CancellationToken cancellationToken);

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
