namespace Mien.Data.Scenes;

/// <summary>Draws pictures of nothing: clouds, stripes, checks, discs and gradients in random colours.</summary>
internal static class SceneTexture
{
    private delegate float Pattern(float x, float y);

    /// <summary>Draws a picture.</summary>
    /// <param name="size">Width and height in pixels.</param>
    /// <param name="random">Decides pattern and colours.</param>
    public static FaceScene Draw(int size, SampleRandom random)
    {
        Pattern pattern = random.NextIndex(5) switch
        {
            0 => Gradient(random),
            1 => Stripes(random),
            2 => Checks(random),
            3 => Discs(size, random),
            _ => Clouds(random),
        };
        byte[] first = Color(random), second = Color(random), rgb = new byte[size * size * 3];
        for (int y = 0, at = 0; y < size; y++)
            for (int x = 0; x < size; x++, at += 3)
            {
                float share = Math.Clamp(pattern((float)x / size, (float)y / size), 0, 1);
                for (int channel = 0; channel < 3; channel++)
                    rgb[at + channel] = (byte)(first[channel] + (second[channel] - first[channel]) * share);
            }
        return new FaceScene(rgb, size, size, []);
    }

    // Half of the colours are those of skin, wood and walls, in which a face must not be seen either.
    private static byte[] Color(SampleRandom random)
    {
        if (random.NextChance(0.5))
            return [(byte)random.NextIndex(256), (byte)random.NextIndex(256), (byte)random.NextIndex(256)];
        float light = random.NextUniform(0.3f, 1);
        return [(byte)(255 * light), (byte)(random.NextUniform(160, 225) * light), (byte)(random.NextUniform(110, 200) * light)];
    }

    private static Pattern Gradient(SampleRandom random)
    {
        (float dx, float dy) = Direction(random);
        return (x, y) => 0.5f + (x - 0.5f) * dx + (y - 0.5f) * dy;
    }

    private static Pattern Stripes(SampleRandom random)
    {
        (float dx, float dy) = Direction(random);
        float frequency = random.NextUniform(3, 40) * MathF.PI;
        return (x, y) => 0.5f + 0.5f * MathF.Sin((x * dx + y * dy) * frequency);
    }

    private static Pattern Checks(SampleRandom random)
    {
        float columns = random.NextUniform(2, 20), rows = random.NextUniform(2, 20), shift = random.NextUniform(0, 0.5f);
        return (x, y) => (((int)((x + shift * y) * columns) + (int)(y * rows)) & 1);
    }

    // Rings and pairs of dark spots on a light disc are what a careless detector takes for faces.
    private static Pattern Discs(int size, SampleRandom random)
    {
        (float X, float Y, float Radius, float Tone)[] discs = [.. Enumerable.Range(0, 3 + random.NextIndex(14)).Select(_ =>
            (random.NextUniform(0, 1), random.NextUniform(0, 1), random.NextUniform(0.02f, 0.25f), random.NextUniform(0, 1)))];
        float ground = random.NextUniform(0, 1), edge = 2f / size;
        return (x, y) =>
        {
            float tone = ground;
            foreach ((float cx, float cy, float radius, float own) in discs)
            {
                float inside = Math.Clamp((radius - MathF.Sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy))) / edge, 0, 1);
                tone += (own - tone) * inside;
            }
            return tone;
        };
    }

    private static Pattern Clouds(SampleRandom random)
    {
        int seed = random.NextIndex(int.MaxValue);
        float scale = random.NextUniform(2, 12), roughness = random.NextUniform(0.35f, 0.75f);
        return (x, y) =>
        {
            float sum = 0, weight = 1, total = 0, frequency = scale;
            for (int octave = 0; octave < 4; octave++, weight *= roughness, frequency *= 2)
                (sum, total) = (sum + weight * Lattice(x * frequency, y * frequency, seed + octave), total + weight);
            return (sum / total - 0.5f) * 2 + 0.5f;
        };
    }

    // Value noise: random numbers at whole coordinates, smoothly joined.
    private static float Lattice(float x, float y, int seed)
    {
        int column = (int)x, row = (int)y;
        float tx = x - column, ty = y - row;
        (tx, ty) = (tx * tx * (3 - 2 * tx), ty * ty * (3 - 2 * ty));
        float top = At(column, row) + (At(column + 1, row) - At(column, row)) * tx, bottom = At(column, row + 1) + (At(column + 1, row + 1) - At(column, row + 1)) * tx;
        return top + (bottom - top) * ty;

        float At(int cx, int cy)
        {
            uint hash = unchecked((uint)(cx * 374761393 + cy * 668265263 + seed * 1274126177));
            hash = unchecked((hash ^ (hash >> 13)) * 1274126177u);
            return ((hash ^ (hash >> 16)) & 0xFFFF) / 65535f;
        }
    }

    private static (float X, float Y) Direction(SampleRandom random)
    {
        float angle = random.NextUniform(0, 2 * MathF.PI);
        return (MathF.Cos(angle), MathF.Sin(angle));
    }
}
