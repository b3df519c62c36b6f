using System.Globalization;
using Mien.Core;

namespace Mien.Preprocessing;

/// <summary>One rule of a spec: states the broken ones as one sentence.</summary>
internal static class SpecRule
{
    public static void Require(bool holds, string name, object? value, string allowed)
    {
        if (!holds)
            throw new UserErrorException(string.Create(CultureInfo.InvariantCulture,
                $"The preprocessing spec's {name} is {value}, but it must be {allowed}."));
    }
}
