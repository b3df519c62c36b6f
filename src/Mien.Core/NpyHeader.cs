using System.Text.RegularExpressions;

namespace Mien.Core;

/// <summary>The header of a <c>.npy</c> file: a Python dictionary such as <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }</c>.</summary>
internal sealed partial record NpyHeader(string Type, bool FortranOrder, int[] Shape)
{
    public static NpyHeader Parse(string text, string name)
    {
        Match type = TypePattern().Match(text), order = OrderPattern().Match(text), shape = ShapePattern().Match(text);
        if (!type.Success || !order.Success || !shape.Success)
            throw new UserErrorException($"The NumPy array {name} holds structured, complex, text or big-endian elements, which are not read; convert it to float32.");
        try
        {
            int[] lengths = [.. shape.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(int.Parse)];
            return new NpyHeader(type.Groups[1].Value, order.Groups[1].Value == "True", lengths);
        }
        catch (OverflowException error)
        {
            throw new UserErrorException($"The NumPy array {name} has more elements than can be read; split it.", error);
        }
    }

    [GeneratedRegex(@"'descr'\s*:\s*'[<|=]([fiub]\d)'")]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape'\s*:\s*\(([\d,\s]*)\)")]
    private static partial Regex ShapePattern();
}
