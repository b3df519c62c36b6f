using System.Globalization;
using Mien.Core;
using Mien.Data.Faces;
using Mien.Data.Kinds;
using Mien.Data.Speech;
using Mien.Interop.OpenCv;
using Mien.Media;
using Mien.Preprocessing;

namespace Mien.Data.Preparing;

/// <summary>
/// A few examples of each label: one picture that shows all (a row for each label), and a folder for each label. A picture shows its
/// face, a film its middle, a recording its log-mel spectrogram.
/// </summary>
public static class DatasetPreview
{
    private const int Side = 112, Gap = 4, NameWidth = 110;
    private const uint Paper = 0xFFFFFF, Ink = 0x202020;
    private const float DecibelRange = 80;

    private static readonly AudioSpec s_sound = new() { Reference = DecibelReference.Maximum };

    /// <summary>Writes <c>preview.png</c> and LABEL/NAME copies.</summary>
    /// <param name="items">The items; those without a label make a row of their own.</param>
    /// <param name="examples">Examples of each label, at least 1.</param>
    /// <param name="seed">Decides which.</param>
    /// <param name="output">The folder to write to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Path of the contact sheet, and what could not be shown.</returns>
    public static (string Sheet, IReadOnlyList<DroppedItem> Left) Write(IReadOnlyList<DatasetItem> items, int examples, long seed, string output, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(examples, 1);
        (string Label, DatasetItem[] Chosen)[] rows = [.. items.Where(item => item.Medium != ItemMedium.Features).GroupBy(item => item.Label ?? "unlabelled")
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, Choose([.. group], examples, seed)))];
        if (rows.Length == 0)
            throw new UserErrorException("The dataset has nothing that can be shown.");
        int columns = rows.Max(row => row.Chosen.Length);
        using VideoFrame sheet = new(NameWidth + columns * (Side + Gap) + Gap, rows.Length * (Side + Gap) + Gap);
        Canvas canvas = new(sheet);
        canvas.FillRectangle(new BoundingBox(0, 0, sheet.Width, sheet.Height), Paper);
        List<DroppedItem> left = [];
        foreach ((int row, (string label, DatasetItem[] chosen)) in rows.Index())
        {
            int top = Gap + row * (Side + Gap);
            canvas.DrawText(label, new Point2(Gap, top + Side / 2), 12, Ink);
            foreach ((int column, DatasetItem item) in chosen.Index())
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    byte[] picture = Draw(item, cancellationToken);
                    Paste(picture, sheet, NameWidth + Gap + column * (Side + Gap), top);
                    Copy(item, column, Path.Combine(output, label), picture);
                }
                catch (Exception error) when (error is UserErrorException or IOException or UnauthorizedAccessException)
                {
                    left.Add(new DroppedItem(item.Path, "unreadable", error.Message));
                }
            }
        }
        string path = Path.Combine(output, "preview.png");
        byte[] png = ImageCodec.EncodePng(sheet);
        AtomicFile.Write(path, stream => stream.Write(png));
        return (path, left);
    }

    private static DatasetItem[] Choose(DatasetItem[] items, int examples, long seed)
    {
        int[] order = [.. Enumerable.Range(0, items.Length)];
        new SampleRandom(seed).Shuffle(order);
        return [.. order.Take(examples).Select(index => items[index])];
    }

    private static byte[] Draw(DatasetItem item, CancellationToken cancellation)
    {
        FaceCropReader crops = new(new ImageSpec { Width = Side, Height = Side });
        byte[] rgb = new byte[Side * Side * 3];
        if (item.Medium == ItemMedium.Sound)
            return DrawSound(item.Path, cancellation);
        if (item.Pixels is { } gray)
        {
            byte[] large = new byte[Side * Side];
            ImageSampler.Resize(gray.Pixels.Span, gray.Width, gray.Height, 1, large, Side, Side, Interpolation.Linear);
            return Spread(large);
        }
        if (item.Medium == ItemMedium.Picture)
        {
            crops.CopyMiddle(crops.Read(item).Rgb, rgb);
            return rgb;
        }
        using VideoFrame frame = MiddleFrame(item.Path, cancellation);
        int side = Math.Min(frame.Width, frame.Height);
        BoundingBox square = new((frame.Width - side) / 2f, (frame.Height - side) / 2f, side, side);
        crops.CopyMiddle(crops.Cut(frame, new FaceDetection(square, 1)).Rgb, rgb);
        return rgb;
    }

    // Low frequencies at the bottom, loud is dark.
    private static byte[] DrawSound(string path, CancellationToken cancellation)
    {
        short[] samples = new WaveformStore(null, s_sound.SampleRateHz).Read([path], cancellation)[0];
        float[] spectrogram = new LogMelExtractor(s_sound).Spectrogram(Array.ConvertAll(samples, sample => sample / 32768f)); // (MelBands, n) in dB, the loudest 0
        int bands = s_sound.MelBands, frames = spectrogram.Length / bands;
        byte[] gray = new byte[bands * frames], square = new byte[Side * Side];
        for (int band = 0; band < bands; band++)
            for (int frame = 0; frame < frames; frame++)
                gray[(bands - 1 - band) * frames + frame] = (byte)Math.Clamp(-spectrogram[band * frames + frame] / DecibelRange * 255, 0, 255);
        ImageSampler.Resize(gray, frames, bands, 1, square, Side, Side, Interpolation.Linear);
        return Spread(square);
    }

    private static VideoFrame MiddleFrame(string film, CancellationToken cancellation) => Task.Run(
        async () =>
        {
            MediaInfo info = await MediaProbe.ProbeAsync(film, cancellation).ConfigureAwait(false);
            MediaFileSource source = await MediaFileSource.OpenAsync(film, new MediaReadOptions { Start = (info.Duration ?? TimeSpan.Zero) / 2 }, cancellation).ConfigureAwait(false);
            await foreach (VideoFrame frame in source.ReadFramesAsync(cancellation).ConfigureAwait(false))
                return frame;
            throw new UserErrorException($"The film {film} holds no pictures.");
        },
        cancellation).GetAwaiter().GetResult();

    private static void Paste(byte[] picture, VideoFrame sheet, int left, int top)
    {
        for (int y = 0; y < Side; y++)
            picture.AsSpan(y * Side * 3, Side * 3).CopyTo(sheet.Rgb.Span[(((top + y) * sheet.Width + left) * 3)..]);
    }

    private static void Copy(DatasetItem item, int number, string folder, byte[] drawn)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{number + 1:00}-");
        if (item.Pixels is not null)
        {
            using VideoFrame frame = new(Side, Side);
            drawn.CopyTo(frame.Rgb.Span);
            byte[] png = ImageCodec.EncodePng(frame);
            AtomicFile.Write(Path.Combine(folder, $"{name}row-{item.Row}.png"), stream => stream.Write(png));
            return;
        }
        foreach (string file in item.Files)
            AtomicFile.Write(Path.Combine(folder, name + Path.GetFileName(file)), stream =>
            {
                using FileStream source = File.OpenRead(file);
                source.CopyTo(stream);
            });
    }

    private static byte[] Spread(byte[] gray)
    {
        byte[] rgb = new byte[gray.Length * 3];
        GrayImage.ToRgb(gray, rgb);
        return rgb;
    }
}
