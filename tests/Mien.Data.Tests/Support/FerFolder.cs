using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Data.Tests.Support;

/// <summary>Writes small folders in FER2013's layout.</summary>
internal static class FerFolder
{
    public const string Header =
        "file,split,label,votes_neutral,votes_happiness,votes_surprise,votes_sadness,votes_anger,votes_disgust,votes_fear,votes_contempt,votes_unknown,votes_nf,duplicate_of_training";

    public const int Side = 48;

    public static void WriteManifest(string folder, params ReadOnlySpan<string> rows) =>
        File.WriteAllLines(Path.Combine(folder, "manifest.csv"), [Header, .. rows]);

    /// <summary>A grey picture whose brightness rises to the right, from the given value; PNG or JPEG by its name.</summary>
    public static void WritePicture(string folder, string file, byte darkest)
    {
        using VideoFrame frame = new(Side, Side);
        Span<byte> rgb = frame.Rgb.Span;
        for (int pixel = 0; pixel < Side * Side; pixel++)
            rgb.Slice(pixel * 3, 3).Fill((byte)(darkest + pixel % Side));
        string path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, path.EndsWith(".png", StringComparison.Ordinal) ? ImageCodec.EncodePng(frame) : ImageCodec.EncodeJpeg(frame));
    }
}
