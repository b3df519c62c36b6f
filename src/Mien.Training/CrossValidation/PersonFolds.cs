using System.Globalization;
using Mien.Core;
using Mien.Data;

namespace Mien.Training.CrossValidation;

/// <summary>Groups of people, each of which is tested once by a model that never saw any of them.</summary>
public sealed class PersonFolds
{
    private static readonly int[][] s_ravdessActors =
        [[2, 5, 14, 15, 16], [3, 6, 7, 13, 18], [10, 11, 12, 19, 20], [8, 17, 21, 23, 24], [1, 4, 9, 22]];

    /// <summary>Takes folds.</summary>
    /// <param name="name">What they are called in reports.</param>
    /// <param name="folds">The people of each, as <c>corpus/id</c>.</param>
    /// <exception cref="UserErrorException">There are fewer than two, one is empty, or a person is in two.</exception>
    public PersonFolds(string name, IReadOnlyList<IReadOnlyList<string>> folds)
    {
        if (folds.Count < 2 || folds.Any(fold => fold.Count == 0))
            throw new UserErrorException($"The folds {name} are {folds.Count} with {string.Join(", ", folds.Select(fold => fold.Count))} people; cross-validation needs at least two folds and people in each.");
        PersonDisjointSplit.Require([.. folds.Select((people, index) => ($"fold {index + 1}", (IEnumerable<string>)people))]);
        (Name, Folds) = (name, folds);
    }

    /// <summary>
    /// The five folds that published work on RAVDESS uses (Luna-Jiménez et al., "Multimodal Emotion Recognition on RAVDESS
    /// Dataset Using Transfer Learning", Sensors 21, 2021).
    /// </summary>
    public static PersonFolds Ravdess { get; } = new("ravdess", [.. s_ravdessActors.Select(fold => (IReadOnlyList<string>)[.. fold.Select(actor => $"ravdess/{actor:00}")])]);

    /// <summary>What they are called in reports.</summary>
    public string Name { get; }

    /// <summary>The people of each fold.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Folds { get; }

    /// <summary>Finds folds by what a user calls them.</summary>
    /// <param name="choice"><c>ravdess</c>, a number of folds to draw, or a file with one fold a line, its people separated by blanks or commas; lines that begin with # are notes.</param>
    /// <param name="people">Number of samples of each person, for folds that are drawn.</param>
    /// <param name="seed">Decides how folds are drawn.</param>
    /// <exception cref="UserErrorException">It is none of these, or the folds are not fit for cross-validation.</exception>
    public static PersonFolds Find(string choice, Func<IReadOnlyDictionary<string, int>> people, long seed)
    {
        if (choice == Ravdess.Name)
            return Ravdess;
        if (int.TryParse(choice, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            return Draw(count, people(), seed);
        if (!File.Exists(choice))
            throw new UserErrorException($"--folds {choice} is neither ravdess, nor a number of folds, nor a file that exists.");
        return new PersonFolds(Path.GetFileName(choice), [.. File.ReadLines(choice)
            .Where(line => line.Trim() is { Length: > 0 } text && text[0] != '#')
            .Select(line => (IReadOnlyList<string>)line.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries))]);
    }

    /// <summary>Shares people out into folds of about equally many samples: in random order, those with the most samples first, each to the smallest fold.</summary>
    /// <param name="count">Number of folds, at least 2.</param>
    /// <param name="people">Number of samples of each person.</param>
    /// <param name="seed">The same seed gives the same folds.</param>
    /// <exception cref="UserErrorException">There are fewer people than folds.</exception>
    public static PersonFolds Draw(int count, IReadOnlyDictionary<string, int> people, long seed)
    {
        if (count < 2 || count > people.Count)
            throw new UserErrorException($"{count} folds cannot be drawn from {people.Count} people; name a number from 2 to {people.Count}.");
        string[] names = [.. people.Keys.Order(StringComparer.Ordinal)];
        int[] order = [.. Enumerable.Range(0, names.Length)];
        new SampleRandom(seed).Shuffle(order);
        List<string>[] folds = [.. Enumerable.Range(0, count).Select(_ => new List<string>())];
        int[] samples = new int[count];
        foreach (string name in order.Select(index => names[index]).OrderByDescending(name => people[name]))
        {
            int smallest = Array.IndexOf(samples, samples.Min());
            folds[smallest].Add(name);
            samples[smallest] += people[name];
        }
        return new PersonFolds($"{count} drawn with seed {seed}", [.. folds.Select(fold => (IReadOnlyList<string>)[.. fold.Order(StringComparer.Ordinal)])]);
    }
}
