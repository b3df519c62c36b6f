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
            NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
            bool valid = T.TryParse(text, style, CultureInfo.InvariantCulture, out T value) && T.IsFinite(value)
                && value >= minimum && !(maximum < value) && !(exclusiveMinimum && value == minimum);
            if (valid)
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
}
