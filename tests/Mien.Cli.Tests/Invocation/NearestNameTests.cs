using Mien.Cli.Invocation;

namespace Mien.Cli.Tests.Invocation;

public sealed class NearestNameTests
{
    private static readonly string[] s_names = ["--format", "--fps", "--face-model", "--model", "--output", "--verbose"];

    [Theory]
    [InlineData("--formta", "--format")]
    [InlineData("--out", "--output")]
    [InlineData("--outptu", "--output")]
    [InlineData("--fsp", "--fps")]
    [InlineData("-verbose", "--verbose")]
    public void A_misspelt_name_finds_the_one_that_was_meant(string typed, string meant) =>
        Assert.Equal(meant, NearestName.Find(typed, s_names));

    [Theory]
    [InlineData("--colour")]
    [InlineData("--x")]
    public void A_name_that_is_near_to_none_finds_none(string typed) =>
        Assert.Null(NearestName.Find(typed, s_names));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "abc", 3)]
    public void The_distance_counts_edits(string left, string right, int edits)
    {
        Assert.Equal(edits, NearestName.Distance(left, right));
        Assert.Equal(edits, NearestName.Distance(right, left));
    }
}
