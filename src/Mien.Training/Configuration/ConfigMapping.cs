namespace Mien.Training.Configuration;

/// <summary>Values by key.</summary>
/// <param name="Location">Where it begins.</param>
/// <param name="Entries">The values, in the order written.</param>
public sealed record ConfigMapping(ConfigLocation Location, IReadOnlyDictionary<string, ConfigNode> Entries) : ConfigNode(Location)
{
    /// <summary>This mapping without one of its keys.</summary>
    public ConfigMapping Without(string key) => this with { Entries = new OrderedDictionary<string, ConfigNode>(Entries.Where(entry => entry.Key != key)) };

    /// <summary>This mapping with another laid over it: mappings merge key by key, anything else is replaced whole.</summary>
    public ConfigMapping MergedWith(ConfigMapping over)
    {
        OrderedDictionary<string, ConfigNode> merged = new(Entries);
        foreach ((string key, ConfigNode value) in over.Entries)
            merged[key] = value is ConfigMapping inner && merged.TryGetValue(key, out ConfigNode? below) && below is ConfigMapping mapping
                ? mapping.MergedWith(inner)
                : value;
        return new ConfigMapping(over.Location, merged);
    }
}
