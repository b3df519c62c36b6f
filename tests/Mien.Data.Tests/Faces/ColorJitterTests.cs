using Mien.Data.Faces;

namespace Mien.Data.Tests.Faces;

public sealed class ColorJitterTests
{
    private static readonly byte[] s_picture = [10, 20, 30, 200, 100, 50, 0, 255, 90, 128, 128, 128];

    [Fact]
    public void Brightness_multiplies()
    {
        byte[] changed = [.. s_picture];
        ColorJitter.Brightness(changed, 1.2f);

        Assert.Equal(s_picture.Select(value => (byte)Math.Min(255, MathF.Round(value * 1.2f))), changed);
    }

    [Fact]
    public void Contrast_goes_around_the_mean_grey()
    {
        double mean = s_picture.Chunk(3).Average(pixel => 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2]);
        byte[] flat = [.. s_picture], changed = [.. s_picture];
        ColorJitter.Contrast(flat, 3, 0);
        ColorJitter.Contrast(changed, 3, 0.8f);

        Assert.All(flat, value => Assert.Equal(Math.Round(mean), value, 0.6));
        Assert.All(s_picture.Zip(changed), pair => Assert.Equal(mean + 0.8 * (pair.First - mean), pair.Second, 0.6));
    }

    [Fact]
    public void Without_saturation_every_pixel_is_its_own_grey()
    {
        byte[] changed = [.. s_picture];
        ColorJitter.Saturation(changed, 0);

        foreach ((byte[] before, byte[] after) in s_picture.Chunk(3).Zip(changed.Chunk(3)))
            Assert.All(after, value => Assert.Equal(0.299 * before[0] + 0.587 * before[1] + 0.114 * before[2], value, 0.6));
    }

    [Fact]
    public void A_factor_of_one_changes_nothing()
    {
        byte[] changed = [.. s_picture];
        ColorJitter.Brightness(changed, 1);
        ColorJitter.Contrast(changed, 3, 1);
        ColorJitter.Saturation(changed, 1);

        Assert.Equal(s_picture, changed);
    }
}
