using Mien.Core;
using Mien.Data.Kinds;
using Mien.Data.Preparing;

namespace Mien.Data.Tests.Preparing;

public sealed class PersonSplitTests
{
    private static readonly DatasetItem[] s_items = [.. from person in Enumerable.Range(1, 12) from take in Enumerable.Range(0, 5) select Item($"/data/{person}/{take}.wav", $"emodb/{person:00}")];

    [Fact]
    public void Folds_hold_everybody_once()
    {
        PersonSplit split = PersonSplit.IntoFolds(s_items, 4, seed: 3);

        Assert.Equal(["fold-1", "fold-2", "fold-3", "fold-4"], split.Parts);
        Assert.Equal(s_items.Select(item => item.Person).Distinct().Order(), split.Parts.SelectMany(split.PeopleOf).Order());
        Assert.All(split.Parts, part => Assert.Equal(15, split.ItemsOf(part).Count()));
        Assert.NotEqual(split.ToCsv("/data"), PersonSplit.IntoFolds(s_items, 4, seed: 4).ToCsv("/data"));
        Assert.Throws<UserErrorException>(() => PersonSplit.IntoFolds(s_items, 13, seed: 3));
    }

    [Fact]
    public void Shares_make_three_parts()
    {
        PersonSplit split = PersonSplit.ByShares(s_items, new PartShares { Validation = 0.25, Test = 0.25 });

        Assert.Equal((30, 15, 15), (split.ItemsOf("training").Count(), split.ItemsOf("validation").Count(), split.ItemsOf("test").Count()));
        Assert.Contains("validation", Assert.Throws<UserErrorException>(() => PersonSplit.ByShares(s_items[..10], new PartShares { Validation = 0.1, Test = 0.1 })).Message);
    }

    [Fact]
    public void A_person_in_two_parts_an_unknown_one_and_items_without_people_are_refused()
    {
        Assert.Contains("emodb/03", Assert.Throws<UserErrorException>(() => PersonSplit.ByNames(s_items, ["emodb/03"], ["emodb/04", "emodb/03"])).Message);
        Assert.Contains("emodb/77", Assert.Throws<UserErrorException>(() => PersonSplit.ByNames(s_items, ["emodb/77"], [])).Message);
        Assert.Contains("people.csv", Assert.Throws<UserErrorException>(() => PersonSplit.IntoFolds([.. s_items, Item("/data/x.wav", null)], 2, 0)).Message);
    }

    [Fact]
    public void It_is_written_as_a_table_and_as_settings()
    {
        PersonSplit split = PersonSplit.ByNames(s_items, ["emodb/03"], ["emodb/04", "emodb/01"]);

        Assert.StartsWith("file,label,person,part\n1/0.wav,happy,emodb/01,test\n", split.ToCsv("/data"));
        Assert.Equal("data:\n  validation_speakers: ['emodb/03']\n  test_speakers: ['emodb/01', 'emodb/04']\n", split.ToConfig("validation", "test"));
    }

    [Fact]
    public void A_fold_as_a_table_gives_items_their_parts()
    {
        PersonSplit folds = PersonSplit.IntoFolds(s_items, 3, seed: 1);
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, folds.ToCsv("/data", "fold-2", "fold-1"));
            ItemParts parts = ItemParts.Of(SplitTable.Apply(s_items, path, "/data"), new PartShares());

            Assert.Equal(folds.ItemsOf("fold-1").Select(item => item.Path), parts.Test.Select(item => item.Path));
            Assert.Equal(folds.ItemsOf("fold-2").Select(item => item.Path), parts.Validation.Select(item => item.Path));
            Assert.Equal(folds.ItemsOf("fold-3").Select(item => item.Path), parts.Training.Select(item => item.Path));
            Assert.Contains("none of the pictures", Assert.Throws<UserErrorException>(() => SplitTable.Apply(s_items, path, "/elsewhere")).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static DatasetItem Item(string path, string? person) => new() { Path = path, Medium = ItemMedium.Sound, Label = "happy", Person = person };
}
