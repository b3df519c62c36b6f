namespace Mien.Cli.Explaining;

/// <summary>Colours from dark violet (0) over red to light yellow (1), whose brightness rises all the way, so that they read in grey and without red-green sight.</summary>
internal static class HeatColors
{
    private static readonly (double R, double G, double B)[] s_stops = [(24, 12, 60), (110, 25, 110), (205, 60, 75), (248, 140, 40), (255, 246, 170)];

    /// <summary>Mixes a colour into a pixel.</summary>
    /// <param name="share">0..1: which colour.</param>
    /// <param name="opacity">0 leaves the pixel, 1 replaces it.</param>
    /// <param name="rgb">The pixel.</param>
    public static void Blend(double share, double opacity, Span<byte> rgb)
    {
        double place = Math.Clamp(share, 0, 1) * (s_stops.Length - 1);
        int below = Math.Min((int)place, s_stops.Length - 2);
        double part = place - below;
        (double R, double G, double B) low = s_stops[below], high = s_stops[below + 1];
        rgb[0] = Mix(rgb[0], low.R + part * (high.R - low.R), opacity);
        rgb[1] = Mix(rgb[1], low.G + part * (high.G - low.G), opacity);
        rgb[2] = Mix(rgb[2], low.B + part * (high.B - low.B), opacity);
    }

    private static byte Mix(byte pixel, double color, double opacity) => (byte)Math.Round(pixel + opacity * (color - pixel));
}
