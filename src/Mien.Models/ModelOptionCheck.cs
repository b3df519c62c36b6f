using Mien.Core;

namespace Mien.Models;

/// <summary>Says in one sentence which option of a model is out of its range.</summary>
internal static class ModelOptionCheck
{
    public static void Require<T>(bool satisfied, string option, string range, T value)
    {
        if (!satisfied)
            throw new UserErrorException(FormattableString.Invariant($"The model option {option} must be {range}, not {value}."));
    }

    public static void RequireProbability(double value, string option) =>
        Require(value is >= 0 and < 1, option, "at least 0 and below 1", value);
}
