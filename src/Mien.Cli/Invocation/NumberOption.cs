using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Mien.Cli.Invocation;

/// <summary>Options that take a number within a range and say so when given anything else.</summary>
internal static class NumberOption
{
    /// <summary>Makes an option that is null where not given.</summary>
    /// <param name="name">What the user types, for example <c>--every</c>.</param>
    /// <param name="helpName">What stands for the value in the help.</param>
    /// <param name="description">What it does, with the unit.</param>
    /// <param name="minimum">Smallest value allowed.</param>
    /// <param name="maximum">Largest value allowed, or null for any.</param>
    /// <param name="exclusiveMinimum">Whether the minimum itself is not allowed.</param>
    public static Option<T?> Create<T>(string name, string helpName, string description, T minimum, T? maximum = null, bool exclusiveMinimum = false)
        where T : struct, INumber<T>
    {
        return new Option<T?>(name) { HelpName = helpName, Description = description, CustomParser = Parse };

        T? Parse(ArgumentResult result)
        {
            string text = result.Tokens[0].Value;
            if (TryParse(text, minimum, maximum, out T value) && !(exclusiveMinimum && value == minimum))
                return value;
            result.AddError($"{name} needs {Wanted()}, not '{text}'");
            return null;
        }

        string Wanted()
        {
            string kind = typeof(T) == typeof(int) ? "a whole number" : "a number";
            string least = exclusiveMinimum ? $"above {minimum}" : $"of at least {minimum}";
            return maximum is null ? $"{kind} {least}" : $"{kind} {least} and at most {maximum}";
        }
    }

    /// <summary>Makes an option that takes whole numbers, separated by commas; empty where not given.</summary>
    /// <param name="name">What the user types, for example <c>--size</c>.</param>
    /// <param name="helpName">What stands for the value in the help.</param>
    /// <param name="description">What it does, with the unit.</param>
    /// <param name="minimum">Smallest value allowed.</param>
    /// <param name="maximum">Largest value allowed.</param>
    public static Option<int[]> CreateList(string name, string helpName, string description, int minimum, int maximum)
    {
        return new Option<int[]>(name) { HelpName = helpName, Description = description, CustomParser = Parse, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = false };

        int[] Parse(ArgumentResult result)
        {
            List<int> values = [];
            foreach (string text in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries)))
            {
                if (!TryParse(text, minimum, maximum, out int value))
                {
                    result.AddError($"{name} needs whole numbers from {minimum} to {maximum}, separated by commas, not '{text}'");
                    return [];
                }
                if (!values.Contains(value))
                    values.Add(value);
            }
            return [.. values];
        }
    }

    private static bool TryParse<T>(string text, T minimum, T? maximum, out T value)
        where T : struct, INumber<T>
    {
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return T.TryParse(text, style, CultureInfo.InvariantCulture, out value) && T.IsFinite(value) && value >= minimum && !(maximum < value);
    }
}
