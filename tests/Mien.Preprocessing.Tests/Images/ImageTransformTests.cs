using Mien.Core;

namespace Mien.Preprocessing.Tests.Images;

public sealed class ImageTransformTests
{
    [Theory]
    [InlineData(ColorMode.Rgb)]
    [InlineData(ColorMode.Gray)]
    public void NormalizesAsTheSpecSays(ColorMode color)
    {
        ImageSpec spec = new() { Width = 7, Height = 5, Color = color };
        byte[] rgb = new byte[7 * 5 * 3];
        new Random(1).NextBytes(rgb);
        float[] actual = new float[rgb.Length];
        new ImageTransform(spec).Normalize(rgb, actual);
        for (int channel = 0; channel < 3; channel++)
            for (int pixel = 0; pixel < 35; pixel++)
            {
                double value = color == ColorMode.Rgb
                    ? rgb[pixel * 3 + channel]
                    : Math.Round(0.299 * rgb[pixel * 3] + 0.587 * rgb[pixel * 3 + 1] + 0.114 * rgb[pixel * 3 + 2]);
                double expected = (value / 255 - spec.Mean[channel]) / spec.Std[channel];
                Assert.Equal(expected, actual[channel * 35 + pixel], 1e-5);
            }
    }

    [Theory]
    [InlineData(ColorMode.Rgb)]
    [InlineData(ColorMode.Gray)]
    public void NormalizesValuesBetweenWholeNumbers(ColorMode color)
    {
        ImageSpec spec = new() { Width = 7, Height = 5, Color = color };
        Random random = new(3);
        float[] rgb = [.. Enumerable.Range(0, 7 * 5 * 3).Select(_ => 255 * random.NextSingle())], actual = new float[rgb.Length];
        new ImageTransform(spec).Normalize(rgb.AsSpan(), actual);
        for (int channel = 0; channel < 3; channel++)
            for (int pixel = 0; pixel < 35; pixel++)
            {
                double value = color == ColorMode.Rgb ? rgb[pixel * 3 + channel] : 0.299 * rgb[pixel * 3] + 0.587 * rgb[pixel * 3 + 1] + 0.114 * rgb[pixel * 3 + 2];
                Assert.Equal((value / 255 - spec.Mean[channel]) / spec.Std[channel], actual[channel * 35 + pixel], 1e-4);
            }
    }

    [Fact]
    public void DenormalizingGivesThePictureBack()
    {
        byte[] rgb = new byte[7 * 5 * 3], back = new byte[rgb.Length];
        new Random(2).NextBytes(rgb);
        float[] chw = new float[rgb.Length];
        ImageTransform transform = new(new ImageSpec { Width = 7, Height = 5 });
        transform.Normalize(rgb, chw);
        transform.Denormalize(chw, back);
        Assert.Equal(rgb, back);
        Assert.Throws<ArgumentException>(() => transform.Denormalize(chw, new byte[3]));
    }

    [Fact]
    public void ResizesWholePicturesAndKeepsTheirPlace()
    {
        // Left half black, right half white: at any size the middle splits them.
        ImageSpec spec = new() { Width = 30, Height = 20, Mean = new(0, 0, 0), Std = new(1, 1, 1) };
        foreach ((int width, int height) in ((int, int)[])[(10, 8), (48, 48), (300, 200), (30, 20)])
        {
            byte[] rgb = new byte[width * height * 3];
            for (int i = 0; i < width * height; i++)
                rgb.AsSpan(i * 3, 3).Fill(i % width < width / 2 ? (byte)0 : (byte)255);
            float[] chw = new float[3 * 20 * 30];
            new ImageTransform(spec).Apply(rgb, width, height, chw);
            Assert.Equal(0, chw[10 * 30 + 5]);
            Assert.Equal(1, chw[10 * 30 + 24]);
            Assert.Equal(1, chw[10 * 30 + 14] + chw[10 * 30 + 15], 0.02f);
        }
    }

    [Fact]
    public void RefusesWrongSizes()
    {
        ImageTransform transform = new(new ImageSpec { Width = 4, Height = 4 });
        Assert.Throws<ArgumentException>(() => transform.Normalize(new byte[47], new float[48]));
        Assert.Throws<ArgumentException>(() => transform.Normalize(new byte[48], new float[47]));
        Assert.Throws<ArgumentException>(() => transform.Normalize(new float[47].AsSpan(), new float[48]));
        Assert.Throws<ArgumentException>(() => transform.Normalize(new float[48].AsSpan(), new float[47]));
        Assert.Throws<UserErrorException>(() => new ImageTransform(new ImageSpec { Width = 0, Height = 4 }));
    }
}
