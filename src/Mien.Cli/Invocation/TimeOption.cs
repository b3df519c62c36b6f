using System.CommandLine;
using System.Globalization;

namespace Mien.Cli.Invocation;

/// <summary>Options that take a time in seconds or as a clock shows it.</summary>
internal static class TimeOption
{
    /// <summary>Makes an option that is null where not given.</summary>
    /// <param name="name">What the user types, for example <c>--start</c>.</param>
    /// <param name="description">What it does.</param>
    public static Option<TimeSpan?> Create(string name, string description) => new(name)
    {
        HelpName = "TIME",
        Description = $"{description}: seconds (90, 1.5) or [h:]m:s (1:30)",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (TryParse(text) is { } time)
                return time;
            result.AddError($"{name} needs seconds or [h:]m:s, not '{text}'");
            return null;
        },
    };

    /// <summary>Reads "90", "1.5", "1:30" or "0:01:30.5"; null where it is none of these or longer than ten thousand hours.</summary>
    internal static TimeSpan? TryParse(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length > 3)
            return null;
        double seconds = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            bool last = i == parts.Length - 1;
            if (!double.TryParse(parts[i], last ? NumberStyles.AllowDecimalPoint : NumberStyles.None, CultureInfo.InvariantCulture, out double part) || (i > 0 && part >= 60))
                return null;
            seconds = seconds * 60 + part;
        }
        return seconds <= 3.6e7 ? TimeSpan.FromSeconds(seconds) : null;
    }
}
