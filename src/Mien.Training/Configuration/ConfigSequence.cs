namespace Mien.Training.Configuration;

/// <summary>A list of values.</summary>
/// <param name="Location">Where it begins.</param>
/// <param name="Items">The values in order.</param>
public sealed record ConfigSequence(ConfigLocation Location, IReadOnlyList<ConfigNode> Items) : ConfigNode(Location);
