using Mien.Core;
using Mien.Training.CrossValidation;

namespace Mien.Training.Tests.CrossValidation;

public sealed class PersonFoldsTests : IDisposable
{
    private static readonly Dictionary<string, int> s_people = Enumerable.Range(1, 10).ToDictionary(person => $"x/{person:00}", person => person == 3 ? 90 : 30);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_published_folds_test_each_of_the_24_actors_once()
    {
        Assert.Equal([5, 5, 5, 5, 4], PersonFolds.Ravdess.Folds.Select(fold => fold.Count));
        Assert.Equal(Enumerable.Range(1, 24).Select(actor => $"ravdess/{actor:00}"), PersonFolds.Ravdess.Folds.SelectMany(fold => fold).Order());
        Assert.Same(PersonFolds.Ravdess, PersonFolds.Find("ravdess", () => s_people, seed: 1));
    }

    [Fact]
    public void Drawn_folds_hold_everybody_once_and_about_equally_many_samples()
    {
        PersonFolds folds = PersonFolds.Find("4", () => s_people, seed: 2);
        Assert.Equal(s_people.Keys, folds.Folds.SelectMany(fold => fold).Order());
        int[] samples = [.. folds.Folds.Select(fold => fold.Sum(person => s_people[person]))];
        Assert.Equal((90, 90), (samples.Min(), samples.Max()));
        Assert.Equal(folds.Folds, PersonFolds.Draw(4, s_people, seed: 2).Folds);
        Assert.NotEqual(folds.Folds, PersonFolds.Draw(4, s_people, seed: 3).Folds);
    }

    [Fact]
    public void A_file_has_one_fold_a_line()
    {
        string path = _folder.Write("folds.txt", "# two folds\nx/01 x/02\n\n  x/03, x/04\n");
        Assert.Equal([["x/01", "x/02"], ["x/03", "x/04"]], PersonFolds.Find(path, () => s_people, seed: 1).Folds);
    }

    [Fact]
    public void Nobody_is_in_two_folds()
    {
        string path = _folder.Write("folds.txt", "x/01 x/02\nx/02\n");
        UserErrorException error = Assert.Throws<UserErrorException>(() => PersonFolds.Find(path, () => s_people, seed: 1));
        Assert.Contains("x/02", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("11")]
    [InlineData("nowhere.txt")]
    public void What_is_no_cross_validation_is_refused(string choice) =>
        Assert.Throws<UserErrorException>(() => PersonFolds.Find(choice, () => s_people, seed: 1));

    public void Dispose() => _folder.Dispose();
}
