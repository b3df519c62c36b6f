using Mien.Core;

namespace Mien.Data.Tests;

public sealed class PersonDisjointSplitTests
{
    [Fact]
    public void A_person_on_both_sides_is_refused_by_name()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() =>
            PersonDisjointSplit.Require(("training", ["ravdess/02", "ravdess/03"]), ("test", ["ravdess/03"])));

        Assert.Contains("ravdess/03", error.Message);
        Assert.Contains("training", error.Message);
        Assert.Contains("test", error.Message);
    }

    [Fact]
    public void The_last_part_is_compared_with_all_before() =>
        Assert.Throws<UserErrorException>(() => PersonDisjointSplit.Require(("training", ["a"]), ("validation", ["b"]), ("test", ["c", "a"])));

    [Fact]
    public void A_person_may_be_in_one_part_many_times() =>
        PersonDisjointSplit.Require(("training", ["a", "a", "b"]), ("test", ["c", "c"]));
}
