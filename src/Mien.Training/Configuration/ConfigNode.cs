namespace Mien.Training.Configuration;

/// <summary>One value of a config tree, with where it was written.</summary>
/// <param name="Location">Where.</param>
public abstract record ConfigNode(ConfigLocation Location);
