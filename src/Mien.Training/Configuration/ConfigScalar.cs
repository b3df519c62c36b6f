namespace Mien.Training.Configuration;

/// <summary>A single value.</summary>
/// <param name="Location">Where it was written.</param>
/// <param name="Text">The value as written, without quotes; null for YAML's null.</param>
public sealed record ConfigScalar(ConfigLocation Location, string? Text) : ConfigNode(Location);
