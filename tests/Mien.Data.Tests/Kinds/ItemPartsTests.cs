using Mien.Core;
using Mien.Data.Kinds;

namespace Mien.Data.Tests.Kinds;

public sealed class ItemPartsTests
{
    [Fact]
    public void Without_published_parts_people_are_shared_out()
    {
        DatasetItem[] items = [.. from person in Enumerable.Range(0, 40) from take in Enumerable.Range(0, 1 + person % 5) select Item($"{person}/{take}", $"p/{person}")];
        ItemParts parts = ItemParts.Of(items, new PartShares { Validation = 0.2, Test = 0.3, Seed = 4 });

        Assert.Equal(items.Select(item => item.Path).Order(), parts.Training.Concat(parts.Validation).Concat(parts.Test).Select(item => item.Path).Order());
        Assert.Equal(0.2 * items.Length, parts.Validation.Count, 4.0);
        Assert.Equal(0.3 * items.Length, parts.Test.Count, 4.0);
        Assert.Empty(People(parts.Training).Intersect(People(parts.Validation)));
        Assert.Empty(People(parts.Training).Intersect(People(parts.Test)));
        Assert.Empty(People(parts.Validation).Intersect(People(parts.Test)));
        Assert.NotEqual(parts.Test.Select(item => item.Path), ItemParts.Of(items, new PartShares { Validation = 0.2, Test = 0.3, Seed = 5 }).Test.Select(item => item.Path));
    }

    [Fact]
    public void Named_people_are_held_out_and_wrong_names_are_said()
    {
        DatasetItem[] items = [.. Enumerable.Range(0, 12).Select(index => Item($"{index}", $"p/{index % 4}", PublishedPart.Training))];

        ItemParts parts = ItemParts.ByPeople(items, ["p/1"], ["p/2"], ["p/3"]);

        Assert.Equal(["p/0"], People(parts.Training).Distinct());
        Assert.Equal(["p/1"], People(parts.Validation).Distinct());
        Assert.Equal(["p/2"], People(parts.Test).Distinct());
        Assert.Contains("p/9", Assert.Throws<UserErrorException>(() => ItemParts.ByPeople(items, ["p/9"], ["p/2"], [])).Message);
        Assert.Contains("p/1", Assert.Throws<UserErrorException>(() => ItemParts.ByPeople(items, ["p/1"], ["p/1"], [])).Message);
        Assert.Contains("without samples", Assert.Throws<UserErrorException>(() => ItemParts.ByPeople(items, ["p/1"], [], [])).Message);
        Assert.Contains("does not say", Assert.Throws<UserErrorException>(() => ItemParts.ByPeople([.. items, Item("x", null)], ["p/1"], ["p/2"], [])).Message);
    }

    [Fact]
    public void Three_published_parts_are_kept()
    {
        ItemParts parts = ItemParts.Of([Item("a", null, PublishedPart.Training), Item("b", null, PublishedPart.Validation), Item("c", null, PublishedPart.Test)], new PartShares());

        Assert.Equal(("a", "b", "c"), (Assert.Single(parts.Training).Path, Assert.Single(parts.Validation).Path, Assert.Single(parts.Test).Path));
    }

    [Fact]
    public void Of_two_published_parts_the_held_out_one_is_for_the_report()
    {
        DatasetItem[] items = [.. Enumerable.Range(0, 50).Select(index => Item($"t{index}", null, PublishedPart.Training)), Item("v", null, PublishedPart.Validation)];

        ItemParts heldOut = ItemParts.Of(items, new PartShares { Validation = 0.1 }), published = ItemParts.Of(items, new PartShares { Validation = 0 });

        Assert.Equal((45, 5, 1), (heldOut.Training.Count, heldOut.Validation.Count, heldOut.Test.Count));
        Assert.Equal((50, "v", "v"), (published.Training.Count, Assert.Single(published.Validation).Path, Assert.Single(published.Test).Path));
    }

    [Fact]
    public void Published_parts_that_share_a_person_are_refused() =>
        Assert.Contains("p/1", Assert.Throws<UserErrorException>(() => ItemParts.Of([Item("a", "p/1", PublishedPart.Training), Item("b", "p/1", PublishedPart.Test)], new PartShares { Validation = 0 })).Message);

    private static DatasetItem Item(string path, string? person, PublishedPart? part = null) =>
        new() { Path = path, Medium = ItemMedium.Picture, Label = "happy", Person = person, Part = part };

    private static IEnumerable<string?> People(IEnumerable<DatasetItem> items) => items.Select(item => item.Person).Distinct();
}
