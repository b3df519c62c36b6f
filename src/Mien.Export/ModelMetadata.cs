using System.Globalization;
using Mien.Core;

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
            ["mien.spec"] = specJson,
            ["mien.name"] = Name,
            ["mien.version"] = Version,
            ["mien.task"] = task,
            ["mien.license"] = License,
            ["mien.reliability"] = Reliability.ToString("0.####", CultureInfo.InvariantCulture),
        };
    }
}
