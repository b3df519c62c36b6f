using System.Globalization;
using Mien.Core;
using Mien.Preprocessing;

namespace Mien.Inference;

/// <summary>What a model file says about itself in its ONNX <c>metadata_props</c>.</summary>
/// <param name="Name">mien.name</param>
/// <param name="Version">mien.version</param>
/// <param name="Task">mien.task: face, speech, fusion or features.</param>
/// <param name="License">mien.license: licence of the weights.</param>
/// <param name="Reliability">mien.reliability: held-out UAR, 0..1.</param>
/// <param name="Spec">mien.spec: what turns media into the model's input, and the labels of its output.</param>
public sealed record ModelMetadata(string Name, string Version, ModelTask Task, string License, ModalityReliability Reliability, PreprocessingSpec Spec)
{
    /// <summary>Reads the metadata of a file.</summary>
    /// <param name="file">What error messages call the file.</param>
    /// <param name="properties">The file's <c>metadata_props</c>.</param>
    /// <exception cref="UserErrorException">One is missing or cannot be understood: not one of Mien's models, or a newer one.</exception>
    public static ModelMetadata Read(string file, IReadOnlyDictionary<string, string> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        string specJson = Get("mien.spec");
        PreprocessingSpec spec;
        try
        {
            spec = PreprocessingSpec.FromJson(specJson);
        }
        catch (UserErrorException error)
        {
            throw new UserErrorException($"The model {file} cannot be used: {error.Message}", error);
        }
        if (spec.Labels.Count < 2)
            throw new UserErrorException($"The model {file} knows a single emotion ({spec.Labels}); a classifier needs at least two.");
        string taskName = Get("mien.task");
        ModelTask task = taskName switch
        {
            "face" => ModelTask.Face,
            "speech" => ModelTask.Speech,
            "fusion" => ModelTask.Fusion,
            "features" => ModelTask.Features,
            _ => throw new UserErrorException($"The model {file} has the task '{taskName}', but this Mien knows face, speech, fusion and features; update Mien or use another model."),
        };
        string reliability = Get("mien.reliability");
        if (!double.TryParse(reliability, NumberStyles.Float, CultureInfo.InvariantCulture, out double recall) || recall is not (>= 0 and <= 1))
            throw new UserErrorException($"The model {file} states a reliability of '{reliability}', but it must be a number from 0 to 1; export the model again.");
        return new ModelMetadata(Get("mien.name"), Get("mien.version"), task, Get("mien.license"), new ModalityReliability(recall, spec.Labels.Count), spec);

        string Get(string key) => properties.TryGetValue(key, out string? value) && value.Length > 0
            ? value
            : throw new UserErrorException($"The model {file} is not one of Mien's: its metadata lack {key}; use a model that `./mien export` wrote.");
    }
}
