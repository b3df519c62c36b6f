using Mien.Core;
using Mien.Data;
using Mien.Preprocessing;

namespace Mien.Training.Evaluation;

/// <summary>A trained model of any engine: batches in, probabilities out. Used by one thread at a time.</summary>
public interface IEmotionPredictor : IDisposable
{
    /// <summary>Name of the model.</summary>
    string Name { get; }

    /// <summary>What the model expects of its input, and its labels.</summary>
    PreprocessingSpec Spec { get; }

    /// <summary>Predicts a batch.</summary>
    /// <param name="dataset">Where the batch is from; its input is one that the model takes.</param>
    /// <param name="batch">B samples.</param>
    /// <exception cref="UserErrorException">The model takes another kind of input.</exception>
    BatchPrediction Predict(IEmotionDataset dataset, SampleBatch batch);
}
