using Mien.Core;
using Mien.Data.Faces;
using Mien.Interop.OpenCv;

namespace Mien.Data.Scenes;

/// <summary>Spoils pictures as cameras and codecs do: light, colour, blur, movement, noise and compression.</summary>
internal static class SceneDegradation
{
    /// <summary>Spoils a picture, its faces staying where they are.</summary>
    /// <param name="rgb">(size, size, 3).</param>
    /// <param name="size">Width and height in pixels.</param>
    /// <param name="random">Decides what is done, and how much.</param>
    /// <returns>The spoilt picture, which may be the one given.</returns>
    public static byte[] Apply(byte[] rgb, int size, SampleRandom random)
    {
        ChangeLight(rgb, random);
        if (random.NextChance(0.2))
            ColorJitter.Saturation(rgb, 0);
        else if (random.NextChance(0.5))
            ColorJitter.Saturation(rgb, random.NextUniform(0.5f, 1.5f));
        if (random.NextChance(0.3))
            Blur(rgb, size, random.NextUniform(1.2f, 3));
        if (random.NextChance(0.12))
            Smear(rgb, size, 2 + random.NextIndex(7), random.NextChance(0.7));
        if (random.NextChance(0.25))
            AddNoise(rgb, random.NextUniform(2, 18), random);
        return random.NextChance(0.5) ? Compress(rgb, size, 12 + random.NextIndex(80)) : rgb;
    }

    // One table a channel: gamma and gain for all, and the light's colour.
    private static void ChangeLight(byte[] rgb, SampleRandom random)
    {
        bool isDark = random.NextChance(0.15);
        float gamma = isDark ? random.NextUniform(1.2f, 2.2f) : MathF.Exp(random.NextUniform(-0.3f, 0.3f)), gain = isDark ? random.NextUniform(0.3f, 0.8f) : random.NextUniform(0.75f, 1.2f);
        float offset = random.NextUniform(-15, 15);
        byte[][] tables = [.. Enumerable.Range(0, 3).Select(_ =>
        {
            float tint = gain * random.NextUniform(0.93f, 1.07f);
            return Enumerable.Range(0, 256).Select(value => (byte)Math.Clamp(255 * MathF.Pow(value / 255f, gamma) * tint + offset, 0, 255)).ToArray();
        })];
        for (int at = 0; at < rgb.Length; at += 3)
            (rgb[at], rgb[at + 1], rgb[at + 2]) = (tables[0][rgb[at]], tables[1][rgb[at + 1]], tables[2][rgb[at + 2]]);
    }

    // A smaller picture enlarged again has lost its detail, as one from a distance or a bad lens has.
    private static void Blur(byte[] rgb, int size, float factor)
    {
        int small = Math.Max(8, (int)(size / factor));
        byte[] shrunk = new byte[small * small * 3];
        ImageSampler.Resize(rgb, size, size, 3, shrunk, small, small, Interpolation.Area);
        ImageSampler.Resize(shrunk, small, small, 3, rgb, size, size, Interpolation.Linear);
    }

    private static void Smear(byte[] rgb, int size, int length, bool across)
    {
        byte[] source = (byte[])rgb.Clone();
        int step = across ? 3 : size * 3;
        for (int y = 0; y < size; y++)
            for (int x = 0; x < size; x++)
            {
                int reach = Math.Min(length, size - (across ? x : y)), at = (y * size + x) * 3;
                for (int channel = at; channel < at + 3; channel++)
                {
                    int sum = 0;
                    for (int i = 0; i < reach; i++)
                        sum += source[channel + i * step];
                    rgb[channel] = (byte)(sum / reach);
                }
            }
    }

    // Sums of two uniform numbers: near enough to a sensor's noise, and eight of them in each draw.
    private static void AddNoise(byte[] rgb, float deviation, SampleRandom random)
    {
        float scale = deviation / 104.5f; // the standard deviation of the sum of two uniform bytes
        ulong bits = 0;
        for (int at = 0; at < rgb.Length; at++)
        {
            if ((at & 3) == 0)
                bits = random.NextBits();
            float noise = ((int)(bits & 255) + (int)((bits >> 8) & 255) - 255) * scale;
            bits >>= 16;
            rgb[at] = (byte)Math.Clamp(rgb[at] + noise, 0, 255);
        }
    }

    private static byte[] Compress(byte[] rgb, int size, int quality)
    {
        using VideoFrame frame = new(size, size);
        rgb.CopyTo(frame.Rgb);
        using VideoFrame decoded = ImageCodec.Decode(ImageCodec.EncodeJpeg(frame, quality), "composed picture");
        return decoded.Rgb.ToArray();
    }
}
