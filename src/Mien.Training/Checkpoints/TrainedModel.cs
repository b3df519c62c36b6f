using Mien.Core;
using Mien.Models;
using Mien.Preprocessing;
using Mien.Torch;
using Mien.Training.Configuration;
using Mien.Training.Options;
using Mien.Training.Quantization;

namespace Mien.Training.Checkpoints;

/// <summary>
/// Weights with everything needed to use them: one safetensors file whose metadata hold the model's specification, the
/// preprocessing, the run's settings and the validation scores.
/// </summary>
public sealed class TrainedModel : IDisposable
{
    private TrainedModel(Module network, ModelSpec modelSpec, PreprocessingSpec spec, string name, string configYaml, ValidationSummary validation, IReadOnlyDictionary<string, QuantizedRange>? ranges) =>
        (Network, ModelSpec, Spec, Name, ConfigYaml, Validation, Ranges) = (network, modelSpec, spec, name, configYaml, validation, ranges);

    /// <summary>The network with its weights, in evaluation mode; owned by this object.</summary>
    public Module Network { get; }

    /// <summary>What the network is.</summary>
    public ModelSpec ModelSpec { get; }

    /// <summary>The network as an emotion model.</summary>
    /// <exception cref="UserErrorException">It is none.</exception>
    public EmotionModel Model => Network as EmotionModel ?? throw new UserErrorException($"The weights of {Name} are those of a {ModelSpec.Task} model and do not recognise emotion; give those of a face, speech or fusion model.");

    /// <summary>What the model expects of its input, and its labels.</summary>
    public PreprocessingSpec Spec { get; }

    /// <summary>Name of the run that trained it.</summary>
    public string Name { get; }

    /// <summary>The run's settings, all of them.</summary>
    public string ConfigYaml { get; }

    /// <summary>How good the weights were on the validation part.</summary>
    public ValidationSummary Validation { get; }

    /// <summary>Ranges of activations where the weights were trained for 8 bits, by the places that <see cref="FakeQuantization"/> rounds at; else null.</summary>
    public IReadOnlyDictionary<string, QuantizedRange>? Ranges { get; }

    /// <summary>Saves weights, whole or not at all.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="weights">The state of the model.</param>
    /// <param name="model">What the model is.</param>
    /// <param name="config">The run's settings.</param>
    /// <param name="validation">Validation scores of the weights.</param>
    /// <param name="ranges">Ranges of activations where they were trained for 8 bits; else null.</param>
    public static void Save(
        string path, IReadOnlyDictionary<string, Tensor> weights, ModelSpec model, TrainingConfig config, ValidationSummary validation, IReadOnlyDictionary<string, QuantizedRange>? ranges = null)
    {
        Dictionary<string, string> metadata = new()
        {
            [CheckpointMetadata.Name] = config.Name,
            [CheckpointMetadata.Spec] = config.Data.MakeSpec().ToJson(),
            [CheckpointMetadata.Model] = model.ToJson(),
            [CheckpointMetadata.Config] = ConfigWriter.Write(config),
            [CheckpointMetadata.Validation] = validation.ToJson(),
        };
        if (ranges is not null)
            metadata[CheckpointMetadata.Ranges] = ActivationRanges.ToJson(ranges);
        SafeTensors.Save(path, weights, metadata);
    }

    /// <summary>Loads weights and makes the model of them.</summary>
    /// <exception cref="UserErrorException">The file is missing, damaged, or not one that training made.</exception>
    public static TrainedModel Load(string path)
    {
        IReadOnlyDictionary<string, string> metadata = SafeTensors.LoadMetadata(path);
        string Text(string key) => Find(metadata, key, path);
        ModelSpec modelSpec = ModelSpec.FromJson(Text(CheckpointMetadata.Model));
        Module network = ModelFactory.CreateNetwork(modelSpec);
        using TensorScope scope = TensorScope.Begin();
        network.LoadStateDict(SafeTensors.Load(path));
        network.Eval();
        return new TrainedModel(
            network, modelSpec, PreprocessingSpec.FromJson(Text(CheckpointMetadata.Spec)), Text(CheckpointMetadata.Name), Text(CheckpointMetadata.Config), ValidationSummary.FromJson(Text(CheckpointMetadata.Validation)),
            metadata.TryGetValue(CheckpointMetadata.Ranges, out string? ranges) ? ActivationRanges.FromJson(ranges, path) : null);
    }

    /// <summary>What the network in a file is, without loading it.</summary>
    /// <inheritdoc cref="Load"/>
    public static ModelSpec SpecOf(string path) => ModelSpec.FromJson(Find(SafeTensors.LoadMetadata(path), CheckpointMetadata.Model, path));

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private static string Find(IReadOnlyDictionary<string, string> metadata, string key, string path) => metadata.TryGetValue(key, out string? text)
        ? text
        : throw new UserErrorException($"{path} holds weights but not {key}; give a file that `mien train` made, such as best.safetensors.");
}
