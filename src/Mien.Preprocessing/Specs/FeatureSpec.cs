using System.Text.Json.Serialization;

namespace Mien.Preprocessing;

/// <summary>
/// What a model expects of features that another program extracted: input <c>features</c>, float (N, Dimension) for one vector a
/// sample, or (N, Steps, Dimension) for a sequence. Numbers are given as they were extracted; the model standardises them itself.
/// </summary>
public sealed record FeatureSpec
{
    /// <summary>Names of the arrays whose numbers follow one another in a vector, at least one.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Vectors in a sequence, 2..100000; null where a sample is a single vector.</summary>
    public int? Steps { get; init; }

    /// <summary>Numbers in a vector, those of all arrays together, 1..1000000.</summary>
    public required int Dimension { get; init; }

    /// <summary>Shape of one sample: (Dimension) or (Steps, Dimension).</summary>
    [JsonIgnore]
    public IReadOnlyList<int> Shape => Steps is { } steps ? [steps, Dimension] : [Dimension];

    /// <summary>Checks every value.</summary>
    /// <returns>This spec.</returns>
    /// <exception cref="Core.UserErrorException">A value is out of its range; the message names it.</exception>
    public FeatureSpec Validate()
    {
        SpecRule.Require(Names.Count > 0 && Names.All(name => name.Length > 0) && Names.Distinct().Count() == Names.Count, "features.names", $"[{string.Join(", ", Names)}]", "a list of different names");
        SpecRule.Require(Steps is null or (>= 2 and <= 100_000), "features.steps", Steps, "2 to 100000, or absent for single vectors");
        SpecRule.Require(Dimension is >= 1 and <= 1_000_000, "features.dimension", Dimension, "1 to 1000000");
        return this;
    }

    /// <summary>Whether both ask for the same numbers.</summary>
    public bool Equals(FeatureSpec? other) => other is not null && Names.SequenceEqual(other.Names) && Steps == other.Steps && Dimension == other.Dimension;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Names.Count, Names[0], Steps, Dimension);
}
