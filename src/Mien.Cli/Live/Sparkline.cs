using System.Text;

namespace Mien.Cli.Live;

/// <summary>Small charts of characters.</summary>
internal static class Sparkline
{
    private const string Steps = "▁▂▃▄▅▆▇█";
    private const string PlainSteps = "_.-=+*#@";
    private const string Parts = " ▏▎▍▌▋▊▉█";

    /// <summary>A character for each of the newest values, from the lowest step at 0 to the highest at <paramref name="full"/>.</summary>
    /// <param name="values">The values, oldest first.</param>
    /// <param name="width">The most characters.</param>
    /// <param name="full">The value of the highest step, above 0.</param>
    /// <param name="unicode">Whether the terminal shows block characters.</param>
    public static string Of(IReadOnlyList<float> values, int width, float full, bool unicode)
    {
        string steps = unicode ? Steps : PlainSteps;
        StringBuilder text = new(width);
        foreach (float value in values.Skip(Math.Max(0, values.Count - width)))
            text.Append(steps[(int)Math.Clamp(value / full * steps.Length, 0, steps.Length - 1)]);
        return text.ToString();
    }

    /// <summary>A bar of a width that stands for 1, filled to a share; its end is exact to an eighth of a character.</summary>
    public static string Bar(double share, int width, bool unicode)
    {
        double filled = Math.Clamp(double.IsFinite(share) ? share : 0, 0, 1) * width;
        int whole = (int)filled;
        if (!unicode)
            return new string('#', (int)Math.Round(filled)).PadRight(width, '.');
        int eighths = (int)Math.Round((filled - whole) * 8);
        string end = whole < width ? Parts[eighths].ToString() : "";
        return (new string('█', whole) + end).PadRight(width);
    }
}
