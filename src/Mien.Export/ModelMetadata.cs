using System.Globalization;
using Mien.Core;
using Mien.Models;

namespace Mien.Export;

/// <summary>What a model file says about itself besides its preprocessing.</summary>
public sealed record ModelMetadata
{
    /// <summary>Short name, for example <c>mien-face</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the weights, for example <c>1.0.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Licence of the weights, as an SPDX identifier or a short text.</summary>
    public required string License { get; init; }

    /// <summary>Unweighted average recall on held-out people, 0..1; it weighs the model where results are fused.</summary>
    public required double Reliability { get; init; }

    /// <summary>The <c>metadata_props</c> of the file.</summary>
    /// <param name="task"><c>face</c>, <c>speech</c>, <c>fusion</c> or <c>features</c>.</param>
    /// <param name="specJson">The preprocessing specification as JSON.</param>
    /// <exception cref="UserErrorException">A text is empty or the reliability is not in 0..1.</exception>
    public IReadOnlyDictionary<string, string> ToProperties(string task, string specJson)
    {
        if (string.IsNullOrWhiteSpace(Name) || string.IsNullOrWhiteSpace(Version) || string.IsNullOrWhiteSpace(License))
            throw new UserErrorException("A model to export needs a name, a version and a licence.");
        if (!(Reliability is >= 0 and <= 1))
            throw new UserErrorException(FormattableString.Invariant($"The reliability of a model must be 0 to 1, not {Reliability}."));
        return new Dictionary<string, string>
        {
            [SpecKey] = specJson,
            ["mien.name"] = Name,
            ["mien.version"] = Version,
            [TaskKey] = task,
            ["mien.license"] = License,
            ["mien.reliability"] = Reliability.ToString("0.####", CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Whether a model file is a face detector or a landmark network.</summary>
    /// <param name="properties">Its <c>metadata_props</c>.</param>
    public static bool IsPictureTask(IReadOnlyDictionary<string, string> properties) =>
        properties.GetValueOrDefault(TaskKey) is { } task && (task == new FaceDetectorSpec().Task || task == new FaceLandmarkSpec().Task);

    /// <summary>What a model file does, and its preprocessing specification as JSON.</summary>
    /// <param name="properties">Its <c>metadata_props</c>.</param>
    /// <param name="path">The file, for the error.</param>
    /// <exception cref="UserErrorException">It does not say.</exception>
    public static (string Task, string SpecJson) TaskAndSpec(IReadOnlyDictionary<string, string> properties, string path) =>
        properties.TryGetValue(TaskKey, out string? task) && properties.TryGetValue(SpecKey, out string? spec)
            ? (task, spec)
            : throw new UserErrorException($"{path} does not say what it does and how it is fed; give a file that mien export made.");

    private const string SpecKey = "mien.spec", TaskKey = "mien.task";
}
