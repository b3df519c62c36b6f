using Mien.Core;
using Mien.Data;
using Mien.Models;
using Mien.Preprocessing;
using Mien.Torch;
using Mien.Training.Checkpoints;
using Mien.Training.Configuration;
using Mien.Training.Options;

namespace Mien.Training.Evaluation;

/// <summary>Predicts with weights that training saved.</summary>
public sealed class CheckpointPredictor : IEmotionPredictor
{
    private readonly string _path;
    private readonly TrainedModel _trained;

    private CheckpointPredictor(string path, TrainedModel trained) => (_path, _trained) = (path, trained);

    /// <inheritdoc/>
    public string Name => _trained.Name;

    /// <inheritdoc/>
    public PreprocessingSpec Spec => _trained.Spec;

    /// <summary>The model, in evaluation mode; owned by this object.</summary>
    public EmotionModel Model => _trained.Model;

    /// <summary>How good the weights were on the validation part when they were saved.</summary>
    public ValidationSummary Validation => _trained.Validation;

    /// <summary>Loads weights.</summary>
    /// <param name="path">A file that training made, such as <c>best.safetensors</c>.</param>
    /// <exception cref="UserErrorException">The file is missing, damaged, or not one that training made.</exception>
    public static CheckpointPredictor Load(string path) => new(path, TrainedModel.Load(path));

    /// <summary>The data that the weights were trained with.</summary>
    /// <exception cref="UserErrorException">The settings are of another version and cannot be read.</exception>
    public EmotionDataOptions TrainingData() =>
        (EmotionDataOptions)ConfigBinder.Bind<TrainingConfig>(ConfigReader.ReadText(_trained.ConfigYaml, $"the settings in {_path}")).Data;

    /// <inheritdoc/>
    public BatchPrediction Predict(IEmotionDataset dataset, SampleBatch batch)
    {
        if (_trained.Model.InputNames.FirstOrDefault(name => dataset.Inputs.All(input => input.Name != name)) is { } missing)
            throw new UserErrorException($"The model {_path} takes the input {missing}, but the data hold {string.Join(" and ", dataset.Inputs.Select(input => input.Name))} only; name other data with --data.");
        using TensorScope scope = TensorScope.Begin();
        using (Grad.Disabled())
        {
            EmotionOutputs outputs = _trained.Model.ForwardAll(ModelInput.Of(dataset, batch));
            return new BatchPrediction(
                Functional.Softmax(outputs.Logits, 1).ToArray<float>(), outputs.Auxiliary.ToDictionary(head => head.Key, head => head.Value.ToArray<float>()));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _trained.Dispose();
}
