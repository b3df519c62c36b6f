using Mien.Core;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Mien.Training.Configuration;

/// <summary>
/// Reads YAML config files into one tree. The key <c>_base_</c> names a file or a list of files, relative to the one
/// that names them, whose settings come first; later files and then the file itself are laid over them.
/// </summary>
public static class ConfigReader
{
    private const string BaseKey = "_base_";

    /// <summary>Reads a file with all its bases and lays overrides over it.</summary>
    /// <param name="path">The config file.</param>
    /// <param name="overrides">Settings as <c>key.inner=value</c>, where the value is YAML.</param>
    /// <exception cref="UserErrorException">A file is missing, not YAML, includes itself, or an override is malformed.</exception>
    public static ConfigMapping Read(string path, IEnumerable<string>? overrides = null)
    {
        ConfigMapping config = ReadWithBases(Path.GetFullPath(path), []);
        foreach (string assignment in overrides ?? [])
            config = config.MergedWith(ParseOverride(assignment));
        return config;
    }

    /// <summary>Reads settings that were stored as text, for example in a checkpoint; they are whole, so there are no bases.</summary>
    /// <param name="yaml">The settings.</param>
    /// <param name="source">What to call the text in errors.</param>
    /// <exception cref="UserErrorException">The text is not YAML or no mapping.</exception>
    public static ConfigMapping ReadText(string yaml, string source) => AsMapping(Parse(yaml, source), source);

    private static ConfigMapping ReadWithBases(string path, IReadOnlyList<string> including)
    {
        if (including.Contains(path))
            throw new UserErrorException($"The config {path} includes itself through {BaseKey}: {string.Join(" -> ", including.Append(path))}.");
        ConfigMapping own = ReadFile(path);
        if (!own.Entries.TryGetValue(BaseKey, out ConfigNode? bases))
            return own;
        ConfigMapping merged = new(own.Location, new Dictionary<string, ConfigNode>());
        foreach (ConfigNode item in bases is ConfigSequence list ? list.Items : [bases])
        {
            string name = (item as ConfigScalar)?.Text ?? throw new UserErrorException($"{item.Location}: {BaseKey} must be a file name or a list of them.");
            string file = Path.GetFullPath(name, Path.GetDirectoryName(path)!);
            if (!File.Exists(file))
                throw new UserErrorException($"{item.Location}: {BaseKey} names {name}, but {file} does not exist.");
            merged = merged.MergedWith(ReadWithBases(file, [.. including, path]));
        }
        Dictionary<string, ConfigNode> withoutBase = own.Entries.Where(entry => entry.Key != BaseKey).ToDictionary();
        return merged.MergedWith(own with { Entries = withoutBase });
    }

    private static ConfigMapping ReadFile(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The config {path} cannot be read: {error.Message}", error);
        }
        return AsMapping(Parse(text, path), path);
    }

    private static ConfigMapping AsMapping(ConfigNode? node, string source) => node switch
    {
        ConfigMapping mapping => mapping,
        null => new ConfigMapping(new ConfigLocation(source, 1), new Dictionary<string, ConfigNode>()),
        ConfigNode other => throw new UserErrorException($"{other.Location}: a config must be a mapping of keys to values."),
    };

    private static ConfigMapping ParseOverride(string assignment)
    {
        int equals = assignment.IndexOf('=', StringComparison.Ordinal);
        string[] keys = equals > 0 ? assignment[..equals].Trim().Split('.') : [];
        if (keys.Length == 0 || keys.Any(string.IsNullOrWhiteSpace))
            throw new UserErrorException($"--set {assignment} is not of the form key=value, for example --set optimizer.learning_rate=0.001.");
        ConfigLocation location = new($"--set {assignment}", 0);
        ConfigNode value = Parse(assignment[(equals + 1)..], $"--set {assignment}") ?? new ConfigScalar(location, null);
        foreach (string key in keys.Reverse())
            value = new ConfigMapping(location, new Dictionary<string, ConfigNode> { [key] = value });
        return (ConfigMapping)value;
    }

    private static ConfigNode? Parse(string text, string source)
    {
        try
        {
            YamlStream stream = new();
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 0 ? null : Convert(stream.Documents[0].RootNode, source);
        }
        catch (YamlException error)
        {
            throw new UserErrorException($"{new ConfigLocation(source, (int)error.Start.Line)}: not valid YAML ({error.Message.ReplaceLineEndings(" ")}).", error);
        }
    }

    private static ConfigNode Convert(YamlNode node, string source)
    {
        ConfigLocation location = new(source, (int)node.Start.Line);
        switch (node)
        {
            case YamlScalarNode scalar:
                bool isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is null or "" or "null" or "~";
                return new ConfigScalar(location, isNull ? null : scalar.Value);
            case YamlSequenceNode sequence:
                return new ConfigSequence(location, [.. sequence.Children.Select(child => Convert(child, source))]);
            case YamlMappingNode mapping:
                OrderedDictionary<string, ConfigNode> entries = [];
                foreach ((YamlNode key, YamlNode value) in mapping.Children)
                    entries[(key as YamlScalarNode)?.Value ?? throw new UserErrorException($"{location}: a key must be a word.")] = Convert(value, source);
                return new ConfigMapping(location, entries);
            default:
                throw new UserErrorException($"{location}: this kind of YAML is not used in configs.");
        }
    }
}
