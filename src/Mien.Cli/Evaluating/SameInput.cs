using System.Text.Json.Nodes;
using Mien.Core;
using Mien.Preprocessing;
using Mien.Training.Options;

namespace Mien.Cli.Evaluating;

/// <summary>Whether data are prepared as a model expects them: other pictures or spectrograms than it was trained on would give numbers that mean nothing.</summary>
internal static class SameInput
{
    /// <summary>Compares what a model expects with what data give.</summary>
    /// <param name="spec">What the model expects.</param>
    /// <param name="model">Its name.</param>
    /// <param name="data">The data.</param>
    /// <param name="config">The config or folder that they were named by, or null.</param>
    /// <exception cref="UserErrorException">They differ; the message says in what.</exception>
    public static void Require(PreprocessingSpec spec, string model, DataOptions data, string? config)
    {
        JsonNode expected = JsonNode.Parse(spec.ToJson())!, made = JsonNode.Parse(data.MakeSpec().ToJson())!;
        if (FirstDifference(expected, made, "") is { } difference)
            throw new UserErrorException($"The model {model} and the data{(config is null ? "" : $" of {config}")} do not fit: {difference}; name the config that it was trained with, or change this one with --set.");
    }

    private static string? FirstDifference(JsonNode? model, JsonNode? data, string path)
    {
        if (JsonNode.DeepEquals(model, data))
            return null;
        if (model is JsonObject left && data is JsonObject right)
            return left.Select(entry => entry.Key).Union(right.Select(entry => entry.Key))
                .Select(key => FirstDifference(left[key], right[key], path.Length == 0 ? key : $"{path}.{key}"))
                .First(difference => difference is not null);
        return $"{path} is {model?.ToJsonString() ?? "absent"} for the model and {data?.ToJsonString() ?? "absent"} for the data";
    }
}
