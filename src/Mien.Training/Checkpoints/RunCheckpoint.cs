using System.Text.Json;
using System.Text.Json.Serialization;
using Mien.Core;
using Mien.Torch;
using Mien.Training.Quantization;

namespace Mien.Training.Checkpoints;

/// <summary>
/// All that an interrupted run needs to go on as if it had not been: weights, their average, the optimiser's state and
/// where the run stands, in one safetensors file that is written whole or not at all.
/// </summary>
public static class RunCheckpoint
{
    private const string ModelPrefix = "model.", AveragePrefix = "average.", OptimizerPrefix = "optimizer.", RandomStates = "random_states";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Saves a run.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="model">The model.</param>
    /// <param name="average">The running average of its weights, or null.</param>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="state">Where the run stands.</param>
    /// <param name="configYaml">The run's settings.</param>
    /// <param name="randomStates">Inside an epoch the random generator's state of each process, (Processes, Bytes); else null.</param>
    /// <param name="ranges">Ranges of activations of a run that learns for 8 bits; else null.</param>
    public static void Save(
        string path, Module model, WeightAverage? average, Optimizer optimizer, TrainingState state, string configYaml, Tensor? randomStates = null, IReadOnlyDictionary<string, QuantizedRange>? ranges = null)
    {
        OrderedDictionary<string, Tensor> tensors = [];
        Add(tensors, ModelPrefix, model.StateDict());
        if (average is not null)
            Add(tensors, AveragePrefix, average.State);
        Add(tensors, OptimizerPrefix, optimizer.StateDict());
        if (randomStates is not null)
            tensors.Add(RandomStates, randomStates);
        Dictionary<string, string> metadata = new()
        {
            [CheckpointMetadata.State] = JsonSerializer.Serialize(state, Json),
            [CheckpointMetadata.Config] = configYaml,
        };
        if (ranges is not null)
            metadata[CheckpointMetadata.Ranges] = ActivationRanges.ToJson(ranges);
        SafeTensors.Save(path, tensors, metadata);
    }

    /// <summary>The ranges of activations in a run's checkpoint; none where it does not learn for 8 bits.</summary>
    public static IReadOnlyDictionary<string, QuantizedRange> LoadRanges(string path) =>
        SafeTensors.LoadMetadata(path).TryGetValue(CheckpointMetadata.Ranges, out string? json) ? ActivationRanges.FromJson(json, path) : new Dictionary<string, QuantizedRange>();

    /// <summary>Restores a run.</summary>
    /// <param name="path">The file that <see cref="Save"/> wrote.</param>
    /// <param name="model">Takes the weights.</param>
    /// <param name="average">Takes their average, or null.</param>
    /// <param name="optimizer">Takes the optimiser's state.</param>
    /// <param name="configYaml">The settings that the run goes on with; they must be those it began with.</param>
    /// <returns>Where the run stood, and inside an epoch the random generators' states, which belong to the current scope or the caller.</returns>
    /// <exception cref="UserErrorException">The file is missing or damaged, or the settings differ.</exception>
    public static (TrainingState State, Tensor? RandomStates) Load(string path, Module model, WeightAverage? average, Optimizer optimizer, string configYaml)
    {
        IReadOnlyDictionary<string, string> metadata = SafeTensors.LoadMetadata(path);
        if (!metadata.TryGetValue(CheckpointMetadata.State, out string? stateJson) || !metadata.TryGetValue(CheckpointMetadata.Config, out string? began))
            throw new UserErrorException($"{path} is not the checkpoint of a run; give the folder of a run that was interrupted.");
        if (FirstDifference(began, configYaml) is { } difference)
            throw new UserErrorException($"The run in {path} cannot be resumed with other settings: {difference}; set it back, or give the run another name.");
        using TensorScope scope = TensorScope.Begin();
        OrderedDictionary<string, Tensor> tensors = SafeTensors.Load(path);
        model.LoadStateDict(Under(tensors, ModelPrefix));
        average?.Load(Under(tensors, AveragePrefix));
        optimizer.LoadStateDict(Under(tensors, OptimizerPrefix));
        Tensor? randomStates = tensors.TryGetValue(RandomStates, out Tensor? states) ? scope.MoveOut(states) : null;
        return (JsonSerializer.Deserialize<TrainingState>(stateJson, Json)!, randomStates);
    }

    /// <summary>The weights by the model's own names: of a run's checkpoint the averaged ones (or, without an average, the last), of any other file all.</summary>
    internal static OrderedDictionary<string, Tensor> PlainWeights(OrderedDictionary<string, Tensor> file) =>
        Under(file, AveragePrefix) is { Count: > 0 } average ? average
        : Under(file, ModelPrefix) is { Count: > 0 } last ? last
        : file;

    // Where the data lie, how many threads work and how much is told may change between sittings.
    private static string? FirstDifference(string before, string after)
    {
        static string[] Lines(string yaml) => [.. yaml.Split('\n').Where(line => !line.TrimStart().StartsWith("root:", StringComparison.Ordinal) && !line.StartsWith("threads:", StringComparison.Ordinal) && !line.StartsWith("workers:", StringComparison.Ordinal) && !line.StartsWith("log_steps:", StringComparison.Ordinal) && !line.StartsWith("examples:", StringComparison.Ordinal))];
        string[] old = Lines(before), current = Lines(after);
        for (int line = 0; line < Math.Max(old.Length, current.Length); line++)
            if (old.ElementAtOrDefault(line) != current.ElementAtOrDefault(line))
                return $"it began with `{old.ElementAtOrDefault(line)?.Trim()}` and now has `{current.ElementAtOrDefault(line)?.Trim()}`";
        return null;
    }

    private static void Add(OrderedDictionary<string, Tensor> all, string prefix, IReadOnlyDictionary<string, Tensor> tensors)
    {
        foreach ((string name, Tensor tensor) in tensors)
            all.Add(prefix + name, tensor);
    }

    private static OrderedDictionary<string, Tensor> Under(OrderedDictionary<string, Tensor> all, string prefix) =>
        new(all.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => KeyValuePair.Create(entry.Key[prefix.Length..], entry.Value)));
}
