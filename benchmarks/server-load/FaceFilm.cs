using System.Buffers.Binary;
using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Benchmarks.ServerLoad;

/// <summary>What a camera with a person before it and a microphone give: the demo's portrait, which sways, and a sound with the shape of speech.</summary>
internal sealed class FaceFilm
{
    public const int SampleRateHz = 16000, SoundMilliseconds = 40;

    private const int FrameCount = 40;

    private readonly byte[][] _frames;
    private readonly byte[][] _sounds;

    public FaceFilm(int width, int height)
    {
        using VideoFrame portrait = ImageCodec.DecodeFile(Path.Combine(Root(), "docs", "images", "demo.png"));
        _frames = [.. Enumerable.Range(0, FrameCount).Select(number => Frame(portrait, width, height, number))];
        // Two seconds, so that syllables and their pauses come round.
        _sounds = [.. Enumerable.Range(0, 2000 / SoundMilliseconds).Select(Sound)];
    }

    /// <summary>Bytes of a frame on the average.</summary>
    public int MeanBytes => (int)_frames.Average(frame => frame.Length);

    public byte[] FrameAt(long number) => _frames[number % _frames.Length];

    public byte[] SoundAt(long number) => _sounds[number % _sounds.Length];

    /// <summary>The repository's folder.</summary>
    public static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Mien.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("Start it inside the repository.");
    }

    private static byte[] Frame(VideoFrame portrait, int width, int height, int number)
    {
        double turn = 2 * Math.PI * number / FrameCount;
        BoundingBox view = new(80 + (float)(25 * Math.Sin(turn)), 10 + (float)(8 * Math.Cos(turn)), 440, 330);
        using VideoFrame frame = new(width, height);
        ImageSampler.SampleAffine(portrait.Rgb.Span, portrait.Width, portrait.Height, 3, frame.Rgb.Span, width, height, AffineTransform.ToBox(view, width, height));
        return ImageCodec.EncodeJpeg(frame);
    }

    private static byte[] Sound(int number)
    {
        byte[] sound = new byte[SampleRateHz * SoundMilliseconds / 1000 * sizeof(short)];
        for (int n = 0; n < sound.Length / sizeof(short); n++)
        {
            double t = number * SoundMilliseconds / 1000.0 + (double)n / SampleRateHz, value = 0;
            for (int overtone = 1; overtone <= 12; overtone++)
                value += Math.Sin(2 * Math.PI * 140 * overtone * t) / overtone;
            BinaryPrimitives.WriteInt16LittleEndian(sound.AsSpan(n * sizeof(short)), (short)(t % 0.5 < 0.35 ? 3000 * value : 10 * (n % 3)));
        }
        return sound;
    }
}
