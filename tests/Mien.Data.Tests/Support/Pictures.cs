using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Data.Tests.Support;

/// <summary>Writes small colour pictures whose pixels say where they are.</summary>
internal static class Pictures
{
    /// <summary>Red rises to the right, green downwards, blue is the given value; PNG or JPEG by its name.</summary>
    public static string Write(string folder, string file, int width = 64, int height = 64, byte blue = 0)
    {
        using VideoFrame frame = new(width, height);
        Span<byte> rgb = frame.Rgb.Span;
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                (rgb[(y * width + x) * 3], rgb[(y * width + x) * 3 + 1], rgb[(y * width + x) * 3 + 2]) = ((byte)(x * 255 / width), (byte)(y * 255 / height), blue);
        string path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, path.EndsWith(".png", StringComparison.Ordinal) ? ImageCodec.EncodePng(frame) : ImageCodec.EncodeJpeg(frame, 95));
        return path;
    }

    /// <summary>Writes lines of a text file, making its folder.</summary>
    public static void WriteLines(string folder, string file, params string[] lines)
    {
        string path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, lines);
    }

    /// <summary>68 points on a grid within a square, no two alike.</summary>
    public static Point2[] Points(float left, float top, float side) =>
        [.. Enumerable.Range(0, 68).Select(index => new Point2(left + side * (index % 9) / 8, top + side * (index / 9) / 7))];
}
