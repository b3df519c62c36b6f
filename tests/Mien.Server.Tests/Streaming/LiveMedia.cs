using Mien.Analysis;
using Mien.Core;
using Mien.Interop.OpenCv;
using Mien.Server.Streaming;

namespace Mien.Server.Tests.Streaming;

/// <summary>Frames with a face that moves, and a sound like a voice.</summary>
internal static class LiveMedia
{
    public const int Width = 320, Height = 240, SampleRateHz = 16000;

    /// <summary>Lets sessions in, at full quality, however busy the machine is that runs the tests.</summary>
    public static StreamOptions NoAdmission { get; } = new()
    {
        MaxLoad = 1,
        ExpectedFramesPerSecond = 0.01,
        Quality = new QualityOptions { TargetLatency = TimeSpan.FromMinutes(1) },
    };

    private const int FrameCount = 10, FaceLeft = 120, FaceTop = 20;

    /// <summary>Ten JPEG frames of <see cref="Width"/> x <see cref="Height"/> pixels.</summary>
    public static byte[][] Frames { get; } = [.. Enumerable.Range(0, FrameCount).Select(number => ImageCodec.EncodeJpeg(Frame(number)))];

    /// <summary>The same frame as RGB pixels.</summary>
    public static byte[] Pixels(int number) => Frame(number).Rgb.ToArray();

    /// <summary>Samples of 16 bits, little endian: syllables with pauses.</summary>
    public static byte[] Sound(double seconds, double from = 0)
    {
        byte[] sound = new byte[2 * (int)Math.Round(seconds * SampleRateHz)];
        for (int n = 0; n < sound.Length / 2; n++)
        {
            double t = from + (double)n / SampleRateHz, value = 0;
            for (int overtone = 1; overtone <= 12; overtone++)
                value += Math.Sin(2 * Math.PI * 140 * overtone * t) / overtone;
            System.Buffers.Binary.BinaryPrimitives.WriteInt16LittleEndian(sound.AsSpan(2 * n), (short)(t % 0.5 < 0.35 ? 3000 * value : 10 * (n % 3)));
        }
        return sound;
    }

    private static VideoFrame Frame(int number)
    {
        using VideoFrame portrait = ImageCodec.Decode(Media.Portrait, "of the demo");
        VideoFrame frame = new(Width, Height);
        int left = FaceLeft + number * 3;
        for (int y = 0; y < Height; y++)
            portrait.Rgb.Span.Slice(((y + FaceTop) * portrait.Width + left) * 3, Width * 3).CopyTo(frame.Rgb.Span[(y * Width * 3)..]);
        return frame;
    }
}
