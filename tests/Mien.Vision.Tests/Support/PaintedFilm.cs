using Mien.Core;

namespace Mien.Vision.Tests.Support;

/// <summary>A film of painted people before a grey wall, with noise. Whoever comes later in the list stands nearer.</summary>
internal sealed class PaintedFilm(IReadOnlyList<PaintedPerson> people, int seed = 1, BoundingBox? pillar = null)
{
    public const int Width = 240;
    public const int Height = 160;
    public const int FramesPerSecond = 25;

    private static readonly Rgb s_wall = new(120, 120, 120);
    private static readonly Rgb s_pillar = new(95, 100, 105);
    private static readonly Rgb s_eye = new(30, 25, 25);

    private readonly Random _random = new(seed);
    private readonly sbyte[] _noise = Noise(seed);

    /// <summary>Lightens every channel by this factor in a frame, as a flash or a cloud does.</summary>
    public Func<int, float> Exposure { get; init; } = _ => 1;

    /// <summary>Paints a frame; the caller disposes it.</summary>
    public VideoFrame Paint(int index)
    {
        VideoFrame frame = new(Width, Height, index, MediaTime.FromSeconds((double)index / FramesPerSecond));
        Span<byte> rgb = frame.Rgb.Span;
        Fill(rgb, new BoundingBox(0, 0, Width, Height), s_wall);
        foreach (PaintedPerson person in people)
        {
            if (person.Place(index) is not { } box)
                continue;
            Fill(rgb, new BoundingBox(box.X - box.Width * 0.6f, box.Bottom + box.Height * 0.1f, box.Width * 2.2f, box.Height * 2), person.Clothes);
            Fill(rgb, new BoundingBox(box.X, box.Y - box.Height * 0.35f, box.Width, box.Height * 0.4f), person.Hair);
            Fill(rgb, box, person.Skin);
            foreach (float x in (ReadOnlySpan<float>)[0.22f, 0.62f])
                Fill(rgb, new BoundingBox(box.X + x * box.Width, box.Y + 0.3f * box.Height, 0.16f * box.Width, 0.1f * box.Height), s_eye);
        }
        if (pillar is { } place)
            Fill(rgb, place, s_pillar);
        float exposure = Exposure(index);
        ReadOnlySpan<sbyte> noise = _noise.AsSpan(_random.Next(_noise.Length - rgb.Length));
        for (int i = 0; i < rgb.Length; i++)
            rgb[i] = (byte)Math.Clamp(rgb[i] * exposure + noise[i], 0, 255);
        return frame;
    }

    private static sbyte[] Noise(int seed)
    {
        Random random = new(seed);
        sbyte[] noise = new sbyte[Width * Height * 3 + 10_000];
        for (int i = 0; i < noise.Length; i++)
            noise[i] = (sbyte)random.Next(-6, 7);
        return noise;
    }

    private static void Fill(Span<byte> rgb, BoundingBox box, Rgb color)
    {
        (int left, int right) = (Math.Clamp((int)MathF.Round(box.X), 0, Width), Math.Clamp((int)MathF.Round(box.Right), 0, Width));
        (int top, int bottom) = (Math.Clamp((int)MathF.Round(box.Y), 0, Height), Math.Clamp((int)MathF.Round(box.Bottom), 0, Height));
        for (int y = top; y < bottom; y++)
            for (int x = left; x < right; x++)
                (rgb[(y * Width + x) * 3], rgb[(y * Width + x) * 3 + 1], rgb[(y * Width + x) * 3 + 2]) = (color.R, color.G, color.B);
    }
}
