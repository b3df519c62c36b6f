using Mien.Data.Faces;

namespace Mien.Data.Tests.Faces;

public sealed class FaceAugmentationTests
{
    private const int Side = 32;

    private static readonly FaceAugmentationOptions s_nothing = new()
    {
        FlipProbability = 0,
        RotationDegrees = 0,
        Scale = 0,
        Shift = 0,
        Brightness = 0,
        Contrast = 0,
        ErasingProbability = 0,
    };

    [Fact]
    public void The_same_seed_gives_the_same_picture_and_another_seed_another()
    {
        FaceAugmentationOptions options = new();

        Assert.Equal(Vary(options, 1), Vary(options, 1));
        Assert.NotEqual(Vary(options, 1), Vary(options, 2));
    }

    [Fact]
    public void With_everything_at_zero_the_picture_stays() => Assert.Equal(Picture(), Vary(s_nothing, 1));

    [Fact]
    public void A_flip_mirrors_left_and_right()
    {
        byte[] expected = Picture();
        for (int row = 0; row < Side; row++)
            expected.AsSpan(row * Side, Side).Reverse();

        Assert.Equal(expected, Vary(s_nothing with { FlipProbability = 1 }, 1));
    }

    [Fact]
    public void Erasing_paints_one_rectangle_of_one_grey()
    {
        byte[] before = Picture(), after = Vary(s_nothing with { ErasingProbability = 1 }, 3);
        int[] changed = [.. Enumerable.Range(0, before.Length).Where(pixel => before[pixel] != after[pixel])];

        Assert.NotEmpty(changed);
        Assert.Single(changed.Select(pixel => after[pixel]).Distinct());
        Assert.True(changed.Length <= 0.4 * Side * 0.4 * Side);
    }

    [Fact]
    public void A_setting_out_of_range_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaceAugmentation(s_nothing with { FlipProbability = 1.5f }));

    private static byte[] Picture() => [.. Enumerable.Range(0, Side * Side).Select(pixel => (byte)(pixel % Side * 5 + pixel / Side * 2))];

    private static byte[] Vary(FaceAugmentationOptions options, long seed)
    {
        byte[] varied = new byte[Side * Side];
        new FaceAugmentation(options).Apply(new GrayPicture(Side, Side, Picture()), varied, Side, Side, new SampleRandom(seed));
        return varied;
    }
}
