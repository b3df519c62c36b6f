namespace Mien.Reporting;

/// <summary>
/// One colour for each emotion, the same in every chart and picture. The hues are those of Okabe and Ito ("Color Universal
/// Design", 2008), which people with the common kinds of colour blindness can tell apart.
/// </summary>
public static class EmotionPalette
{
    private static readonly Dictionary<string, uint> s_colors = new()
    {
        ["neutral"] = 0x999999,
        ["calm"] = 0xBBBBBB,
        ["happy"] = 0xE69F00,
        ["sad"] = 0x0072B2,
        ["surprise"] = 0xF0E442,
        ["fear"] = 0xCC79A7,
        ["disgust"] = 0x009E73,
        ["anger"] = 0xD55E00,
        ["contempt"] = 0x56B4E9,
    };

    /// <summary>The colour of an emotion, 0xRRGGBB; black for one without a colour of its own.</summary>
    public static uint ColorOf(string emotion) => s_colors.GetValueOrDefault(emotion);

    /// <summary>The same as CSS writes it: <c>#rrggbb</c>.</summary>
    public static string CssColorOf(string emotion) => $"#{ColorOf(emotion):x6}";
}
