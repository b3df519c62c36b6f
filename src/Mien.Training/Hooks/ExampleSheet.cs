using Mien.Core;
using Mien.Data;
using Mien.Interop.OpenCv;
using Mien.Preprocessing;

namespace Mien.Training.Hooks;

/// <summary>
/// Draws samples as the model takes them: a face as the picture behind its normalised numbers, a recording as its log-mel spectrogram
/// (low frequencies at the bottom, from the least to the greatest number of the sample), each with a word below.
/// </summary>
/// <param name="parts">What a sample's input holds, in order.</param>
/// <param name="spec">How the input was made.</param>
internal sealed class ExampleSheet(IReadOnlyList<SampleInput> parts, PreprocessingSpec spec)
{
    private const int Side = 128, Gap = 4, WordHeight = 18, Columns = 8;
    private const uint Paper = 0xFFFFFF, Ink = 0x202020;

    /// <summary>Whether samples hold something that can be shown.</summary>
    public bool CanDraw => parts.Any(IsShown);

    /// <summary>Draws a sheet.</summary>
    /// <param name="samples">Of each its inputs, one after another, and its word.</param>
    /// <returns>A PNG file, and its size.</returns>
    public (byte[] Png, int Width, int Height) Draw(IReadOnlyList<(ReadOnlyMemory<float> Input, string Word)> samples)
    {
        int columns = Math.Min(Columns, samples.Count), rows = (samples.Count + columns - 1) / columns;
        using VideoFrame sheet = new(columns * (Side + Gap) + Gap, rows * (Side + WordHeight + Gap) + Gap);
        Canvas canvas = new(sheet);
        canvas.FillRectangle(new BoundingBox(0, 0, sheet.Width, sheet.Height), Paper);
        int start = parts.TakeWhile(part => !IsShown(part)).Sum(part => part.Length);
        SampleInput shown = parts.First(IsShown);
        foreach ((int number, (ReadOnlyMemory<float> input, string word)) in samples.Index())
        {
            int left = Gap + number % columns * (Side + Gap), top = Gap + number / columns * (Side + WordHeight + Gap);
            ReadOnlySpan<float> values = input.Span.Slice(start, shown.Length);
            byte[] rgb = shown.Name == SampleInput.Image ? Face(values) : Sound(values, shown.Shape[1], shown.Shape[2]);
            for (int y = 0; y < Side; y++)
                rgb.AsSpan(y * Side * 3, Side * 3).CopyTo(sheet.Rgb.Span[(((top + y) * sheet.Width + left) * 3)..]);
            canvas.DrawText(word, new Point2(left, top + Side + WordHeight - 5), 8, Ink);
        }
        return (ImageCodec.EncodePng(sheet), sheet.Width, sheet.Height);
    }

    private bool IsShown(SampleInput part) => (part.Name == SampleInput.Image && spec.Image is not null) || part.Name == SampleInput.Audio;

    private byte[] Face(ReadOnlySpan<float> values)
    {
        ImageTransform transform = new(spec.Image!);
        byte[] rgb = new byte[transform.ElementCount], square = new byte[Side * Side * 3];
        transform.Denormalize(values, rgb);
        ImageSampler.Resize(rgb, spec.Image!.Width, spec.Image.Height, 3, square, Side, Side, Interpolation.Linear);
        return square;
    }

    private static byte[] Sound(ReadOnlySpan<float> values, int bands, int frames)
    {
        (float least, float greatest) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (float value in values)
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        float scale = greatest > least ? 255 / (greatest - least) : 0;
        byte[] rgb = new byte[bands * frames * 3], square = new byte[Side * Side * 3];
        for (int band = 0; band < bands; band++)
            for (int frame = 0; frame < frames; frame++)
                rgb.AsSpan(((bands - 1 - band) * frames + frame) * 3, 3).Fill((byte)((values[band * frames + frame] - least) * scale));
        ImageSampler.Resize(rgb, frames, bands, 3, square, Side, Side, Interpolation.Linear);
        return square;
    }
}
