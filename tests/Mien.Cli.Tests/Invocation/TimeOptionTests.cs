using Mien.Cli.Invocation;

namespace Mien.Cli.Tests.Invocation;

public sealed class TimeOptionTests
{
    [Theory]
    [InlineData("90", 90)]
    [InlineData("1.5", 1.5)]
    [InlineData("1:30", 90)]
    [InlineData("0:01:30.25", 90.25)]
    [InlineData("100:00:00", 360000)]
    public void Times_are_seconds_or_clock_readings(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), TimeOption.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1:60")]
    [InlineData("1:2:3:4")]
    [InlineData("1.5:00")]
    [InlineData("NaN")]
    [InlineData("1e3")]
    [InlineData("soon")]
    [InlineData("99999999999")]
    public void Anything_else_is_no_time(string text) =>
        Assert.Null(TimeOption.TryParse(text));
}
