using Mien.Core;

namespace Mien.Interop.OpenCv.Tests;

public sealed class ImageSamplerTests
{
    // Blocks are rounded to whole values, and the result is.
    private const int Tolerance = 2;

    public static TheoryData<double, double, double> Maps => new()
    {
        // Source pixels a target pixel, turn in degrees, shift in pixels.
        { 1, 0, 0 }, { 0.4, 0, 7.3 }, { 1, 0, 3.25 }, { 1.37, 0, 5.5 }, { 1.8, 25, 40 }, { 0.7, -15, 20 }, { 2, 0, 4 }, { 2.6, 10, 30 }, { 3, 0, -9 }, { 4.3, 0, 0.5 }, { 1.2, 90, 100 },
    };

    [Theory]
    [MemberData(nameof(Maps))]
    public void AgreesWithItsDefinition(double scale, double degrees, double shift)
    {
        (int width, int height) = (156, 132); // Multiples of the blocks that are tried, so that none is cut.
        byte[] source = SmoothNoise(width, height);
        double cosine = scale * Math.Cos(degrees * Math.PI / 180), sine = scale * Math.Sin(degrees * Math.PI / 180);
        AffineTransform map = new(cosine, -sine, shift, sine, cosine, shift / 2);
        byte[] actual = new byte[32 * 24 * 3];
        ImageSampler.SampleAffine(source, width, height, 3, actual, 32, 24, map);
        byte[] expected = NaiveSampler.Sample(source, width, height, 3, 32, 24, map);
        int worst = expected.Zip(actual, (left, right) => Math.Abs(left - right)).Max();
        double mean = expected.Zip(actual, (left, right) => Math.Abs(left - right)).Average();
        Assert.True(worst <= Tolerance && mean <= 1, $"worst {worst}, mean {mean:F2}");
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void UnroundedItIsNearerToItsDefinitionAndSteady(double scale, double degrees, double shift)
    {
        (int width, int height) = (156, 132);
        byte[] source = SmoothNoise(width, height);
        double cosine = scale * Math.Cos(degrees * Math.PI / 180), sine = scale * Math.Sin(degrees * Math.PI / 180);
        AffineTransform map = new(cosine, -sine, shift, sine, cosine, shift / 2);
        float[] actual = new float[32 * 24 * 3], moved = new float[32 * 24 * 3];
        ImageSampler.SampleAffine(source, width, height, 3, actual, 32, 24, map);
        byte[] expected = NaiveSampler.Sample(source, width, height, 3, 32, 24, map);
        // Half a level of the definition's own rounding, and half of the blocks'.
        Assert.InRange(expected.Zip(actual, (left, right) => Math.Abs(left - right)).Max(), 0, 1.1f);
        ImageSampler.SampleAffine(source, width, height, 3, moved, 32, 24, map with { X0 = map.X0 + 1e-3, Y0 = map.Y0 + 1e-3 });
        // A pixel is at most 24 levels from the next one; places have 11 bits.
        Assert.InRange(actual.Zip(moved, (left, right) => Math.Abs(left - right)).Max(), 0, 0.08f);
    }

    [Fact]
    public void IdentityCopies()
    {
        byte[] source = TestPicture.Noise(20, 17, 3, seed: 1);
        byte[] target = new byte[source.Length];
        ImageSampler.SampleAffine(source, 20, 17, 3, target, 20, 17, new(1, 0, 0, 0, 1, 0));
        Assert.Equal(source, target);
    }

    // Colours inside the picture have a way of their own, by the processor's vectors; those at the edge and grey pictures do not.
    [Fact]
    public void EachColourIsSampledAsAGreyPicture()
    {
        Random random = new(5);
        for (int turn = 0; turn < 200; turn++)
        {
            (int width, int height, int size) = (random.Next(1, 40), random.Next(1, 40), random.Next(1, 24));
            byte[] source = TestPicture.Noise(width, height, 3, seed: turn);
            double scale = Math.Pow(2, random.NextDouble() * 5 - 3), angle = random.NextDouble() * 6;
            (double cosine, double sine) = (scale * Math.Cos(angle), scale * Math.Sin(angle));
            AffineTransform map = new(cosine, -sine, random.NextDouble() * width, sine, cosine, random.NextDouble() * height);
            float[] colours = new float[size * size * 3], grey = new float[size * size];
            ImageSampler.SampleAffine(source, width, height, 3, colours, size, size, map);
            for (int channel = 0; channel < 3; channel++)
            {
                byte[] one = [.. source.Where((_, i) => i % 3 == channel)];
                ImageSampler.SampleAffine(one, width, height, 1, grey, size, size, map);
                Assert.Equal(grey, colours.Where((_, i) => i % 3 == channel));
            }
        }
    }

    [Fact]
    public void ShrinksWithoutAliasing()
    {
        // A checkerboard of single pixels: without anti-aliasing it would come out black, white or striped.
        (int width, int height) = (240, 240);
        byte[] source = new byte[width * height];
        for (int i = 0; i < source.Length; i++)
            source[i] = (i / width + i % width) % 2 == 0 ? (byte)255 : (byte)0;
        foreach (double scale in (double[])[1.9, 2.5, 3.5, 5, 7.5])
        {
            int side = (int)(width / scale);
            byte[] target = new byte[side * side];
            ImageSampler.SampleAffine(source, width, height, 1, target, side, side, new(scale, 0, 0, 0, scale, 0));
            Assert.All(target, value => Assert.InRange(value, 85, 170));
        }
    }

    [Fact]
    public void RepeatsTheEdgeBeyondThePicture()
    {
        using VideoFrame frame = TestPicture.Flat(30, 20, 200, 100, 50);
        foreach (AffineTransform map in (AffineTransform[])[new(1, 0, -500, 0, 1, -500), new(3, 0, 1e5, 0, 3, 1e5), new(40, 0, -600, 0, 40, -600)])
        {
            byte[] target = new byte[16 * 16 * 3];
            ImageSampler.SampleAffine(frame.Rgb.Span, 30, 20, 3, target, 16, 16, map);
            Assert.All(target.Chunk(3), pixel => Assert.Equal(new byte[] { 200, 100, 50 }, pixel));
        }
    }

    [Fact]
    public void RefusesWrongSizesAndMaps()
    {
        byte[] source = new byte[12], target = new byte[12];
        AffineTransform map = new(1, 0, 0, 0, 1, 0);
        Assert.Throws<ArgumentException>(() => ImageSampler.SampleAffine(source, 2, 3, 3, target, 2, 2, map));
        Assert.Throws<ArgumentException>(() => ImageSampler.SampleAffine(source, 2, 2, 3, new float[11], 2, 2, map));
        Assert.Throws<ArgumentException>(() => ImageSampler.SampleAffine(source, 2, 2, 3, target, 3, 2, map));
        Assert.Throws<ArgumentException>(() => ImageSampler.SampleAffine(source, 2, 2, 3, target, 2, 2, map with { X0 = double.NaN }));
        Assert.Throws<ArgumentException>(() => ImageSampler.Resize(source, 2, 2, 3, target, 0, 2, Interpolation.Area));
    }

    [Theory]
    [InlineData(Interpolation.Area, 10, 8)]
    [InlineData(Interpolation.Linear, 60, 40)]
    [InlineData(Interpolation.Cubic, 60, 40)]
    public void ResizesGradientsToGradients(Interpolation interpolation, int width, int height)
    {
        using VideoFrame frame = TestPicture.Gradient(30, 20);
        byte[] target = new byte[width * height * 3];
        ImageSampler.Resize(frame.Rgb.Span, 30, 20, 3, target, width, height, interpolation);
        int middle = (height / 2 * width + width / 2) * 3;
        Assert.InRange(target[middle], 122, 138);
        Assert.InRange(target[middle + 1], 122, 146);
        Assert.Equal(40, target[middle + 2]);
    }

    [Fact]
    public void BoxMapsCornersToCorners()
    {
        AffineTransform map = AffineTransform.ToBox(new BoundingBox(10, 20, 60, 30), 6, 10);
        Assert.Equal(new Point2(10, 20), map.Apply(new Point2(0, 0)));
        Assert.Equal(new Point2(70, 50), map.Apply(new Point2(6, 10)));
        Point2 back = map.Invert().Apply(new Point2(40, 35));
        Assert.Equal(3, back.X, 1e-4f);
        Assert.Equal(5, back.Y, 1e-4f);
    }

    private static byte[] SmoothNoise(int width, int height)
    {
        Random random = new(7);
        byte[] pixels = new byte[width * height * 3];
        double[] phases = [.. Enumerable.Range(0, 9).Select(_ => random.NextDouble() * 6.28)];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                for (int channel = 0; channel < 3; channel++)
                    pixels[(y * width + x) * 3 + channel] = (byte)(128 + 60 * Math.Sin(x / 5.0 + phases[channel]) + 60 * Math.Cos(y / 4.0 + x / 9.0 + phases[channel + 3]));
        return pixels;
    }
}
