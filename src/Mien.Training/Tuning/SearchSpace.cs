using System.Globalization;
using System.Text.Json;
using Mien.Core;
using Mien.Training.Configuration;

namespace Mien.Training.Tuning;

/// <summary>The settings that a search varies, each with its range.</summary>
public sealed class SearchSpace
{
    /// <summary>Key of the section in a config that holds a search space.</summary>
    public const string SectionKey = "search";

    private readonly OrderedDictionary<string, ParameterRange> _ranges;

    /// <summary>Takes ranges.</summary>
    /// <param name="ranges">Ranges by the setting's key, such as <c>optimizer.learning_rate</c>.</param>
    public SearchSpace(IEnumerable<KeyValuePair<string, ParameterRange>> ranges) => _ranges = new(ranges);

    /// <summary>Ranges by the setting's key, in their order.</summary>
    public IReadOnlyDictionary<string, ParameterRange> Ranges => _ranges;

    /// <summary>
    /// Reads a config's section <c>search</c> and ranges from the command line, which go before it:
    /// <c>KEY=0.1..0.5</c>, <c>KEY=log:1e-5..1e-3</c>, <c>KEY=int:16..128</c>, <c>KEY=log-int:16..128</c>, <c>KEY=16|32|64</c>.
    /// </summary>
    /// <param name="config">The whole config.</param>
    /// <param name="options">Ranges from the command line.</param>
    /// <exception cref="UserErrorException">A range is malformed, or there is none.</exception>
    public static SearchSpace Read(ConfigMapping config, IEnumerable<string> options)
    {
        OrderedDictionary<string, ParameterRange> ranges = [];
        if (config.Entries.TryGetValue(SectionKey, out ConfigNode? section))
        {
            if (section is not ConfigMapping mapping)
                throw new UserErrorException($"{section.Location}: {SectionKey} must be a mapping of settings to ranges.");
            foreach ((string key, ConfigNode range) in mapping.Entries)
                ranges[key] = range is ConfigMapping fields
                    ? ConfigBinder.Bind<ParameterRange>(fields)
                    : throw new UserErrorException($"{range.Location}: {SectionKey}.{key} must be a range, such as {{type: float, low: 0.1, high: 0.5}}.");
        }
        foreach (string option in options)
        {
            (string key, ParameterRange range) = Parse(option);
            ranges[key] = range;
        }
        return ranges.Count > 0
            ? new SearchSpace(ranges)
            : throw new UserErrorException($"There is nothing to vary: the config has no section {SectionKey}; name settings with --search, for example --search optimizer.learning_rate=log:1e-5..1e-3.");
    }

    /// <summary>A trial's settings as overrides of a config, <c>key=value</c>.</summary>
    public IReadOnlyList<string> Overrides(Trial trial) => [.. _ranges.Select(entry => $"{entry.Key}={entry.Value.Format(trial.Parameters[entry.Key])}")];

    /// <summary>The space as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(_ranges, JsonSerializerOptions.Web);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static SearchSpace FromJson(string json) => new(JsonSerializer.Deserialize<OrderedDictionary<string, ParameterRange>>(json, JsonSerializerOptions.Web)!);

    private static (string Key, ParameterRange Range) Parse(string option)
    {
        UserErrorException Malformed(Exception? cause = null) => new($"--search {option} is no range{(cause is null ? "" : $" ({cause.Message.Split('\n')[0].TrimEnd('.')})")}; write KEY=LOW..HIGH, KEY=log:LOW..HIGH, KEY=int:LOW..HIGH, KEY=log-int:LOW..HIGH or KEY=ONE|OTHER.", cause);
        int equals = option.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            throw Malformed();
        string text = option[(equals + 1)..];
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        (string kind, string[] ends) = (colon < 0 ? "" : text[..colon], text[(colon + 1)..].Split(".."));
        try
        {
            return (option[..equals], text.Contains('|', StringComparison.Ordinal)
                ? Valid(new CategoricalRange { Values = text.Split('|') }, range => range.Validate())
                : (kind, ends.Length) switch
                {
                    ("" or "log", 2) => Valid(new FloatRange { Low = Number(ends[0]), High = Number(ends[1]), Log = kind == "log" }, range => range.Validate()),
                    ("int" or "log-int", 2) => Valid(new IntegerRange { Low = long.Parse(ends[0], CultureInfo.InvariantCulture), High = long.Parse(ends[1], CultureInfo.InvariantCulture), Log = kind == "log-int" }, range => range.Validate()),
                    _ => throw Malformed(),
                });
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentException)
        {
            throw Malformed(error);
        }
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static T Valid<T>(T range, Action<T> validate)
    {
        validate(range);
        return range;
    }
}
