namespace Mien.Training.Options;

/// <summary>States the range of an option where it is left.</summary>
internal static class OptionRange
{
    public static void Require(bool holds, string name, object? value, string range)
    {
        if (!holds)
            throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{value} is out of range; it must be {range}."));
    }
}
