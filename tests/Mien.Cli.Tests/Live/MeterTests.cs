using Mien.Cli.Live;
using Mien.Core;

namespace Mien.Cli.Tests.Live;

public sealed class MeterTests
{
    [Fact]
    public void Latencies_have_their_percentiles()
    {
        LatencyMeter meter = new();
        Assert.Null(meter.OfNewest());
        Assert.Null(meter.OfAll());
        for (int milliseconds = 1; milliseconds <= 100; milliseconds++)
            meter.Add(TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal((50, 95), meter.OfNewest());
        Assert.Equal((50, 95), meter.OfAll());
    }

    [Fact]
    public void The_newest_forget_what_all_remember()
    {
        LatencyMeter meter = new();
        for (int index = 0; index < 1000; index++)
            meter.Add(TimeSpan.FromSeconds(2));
        for (int index = 0; index < 500; index++)
            meter.Add(TimeSpan.FromMilliseconds(10));
        Assert.Equal((10, 10), meter.OfNewest());
        Assert.Equal((2000, 2000), meter.OfAll());
        meter.Add(TimeSpan.FromHours(1));
        meter.Add(TimeSpan.FromSeconds(-1));
        Assert.Equal(1502, meter.Count);
    }

    [Fact]
    public void A_rate_is_that_of_the_last_two_seconds()
    {
        RateMeter meter = new();
        for (int frame = 1; frame <= 250; frame++)
            meter.Add(MediaTime.FromSeconds(frame / 25.0));
        Assert.Equal(25, meter.At(MediaTime.FromSeconds(10)), 0.6);
        Assert.Equal(12.5, meter.At(MediaTime.FromSeconds(11)), 0.6);
        Assert.Equal(0, meter.At(MediaTime.FromSeconds(20)));
        Assert.Equal(250, meter.Count);
    }

    [Fact]
    public void A_rate_at_the_beginning_is_not_too_low()
    {
        RateMeter meter = new();
        for (int frame = 1; frame <= 10; frame++)
            meter.Add(MediaTime.FromSeconds(frame / 20.0));
        Assert.Equal(20, meter.At(MediaTime.FromSeconds(0.5)), 0.1);
        Assert.Equal(0, new RateMeter().At(MediaTime.Zero));
    }

    [Theory]
    [InlineData(0, "        ")]
    [InlineData(0.5, "████    ")]
    [InlineData(0.55, "████▍   ")]
    [InlineData(1, "████████")]
    [InlineData(7, "████████")]
    [InlineData(double.NaN, "        ")]
    public void Bars_are_filled_to_an_eighth_of_a_character(double share, string bar) => Assert.Equal(bar, Sparkline.Bar(share, 8, unicode: true));

    [Fact]
    public void Sparklines_show_the_newest()
    {
        Assert.Equal("▁▄▇█", Sparkline.Of([9, 0, 0.45f, 0.85f, 1], 4, 1, unicode: true));
        Assert.Equal("_-#@", Sparkline.Of([0, 0.3f, 0.85f, 1], 10, 1, unicode: false).Replace('.', '-').Replace('+', '-').Replace('*', '#'));
        Assert.Equal("####....", Sparkline.Bar(0.5, 8, unicode: false));
    }
}
