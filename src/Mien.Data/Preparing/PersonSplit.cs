using System.Globalization;
using System.Text;
using Mien.Core;
using Mien.Data.Kinds;

namespace Mien.Data.Preparing;

/// <summary>
/// Items shared out by person, to training, validation and test or to k folds. One in which a person is in two parts cannot be
/// made or written.
/// </summary>
public sealed class PersonSplit
{
    private readonly IReadOnlyList<DatasetItem> _items;
    private readonly int[] _partOf;

    private PersonSplit(IReadOnlyList<DatasetItem> items, IReadOnlyList<string> parts, int[] partOf)
    {
        (_items, Parts, _partOf) = (items, parts, partOf);
        RequireDisjoint();
    }

    /// <summary>Names of the parts: training, validation, test, or fold-1, fold-2, ...</summary>
    public IReadOnlyList<string> Parts { get; }

    /// <summary>Makes training, validation and test by shares of the items.</summary>
    /// <param name="items">Items with people.</param>
    /// <param name="shares">Wanted sizes.</param>
    /// <exception cref="UserErrorException">An item's person is not known, or a part that was asked for would be empty.</exception>
    public static PersonSplit ByShares(IReadOnlyList<DatasetItem> items, PartShares shares)
    {
        shares.Validate();
        int[] parts = PersonPartition.Assign(PeopleOf(items), [1 - shares.Validation - shares.Test, shares.Validation, shares.Test], shares.Seed);
        PersonSplit split = new(items, ["training", "validation", "test"], parts);
        for (int part = 0; part < 3; part++)
            if (!parts.Contains(part) && (part == 0 || (part == 1 ? shares.Validation : shares.Test) > 0))
                throw new UserErrorException($"{PeopleOf(items).Distinct().Count()} people do not suffice for a {split.Parts[part]} part of that size; ask for other shares.");
        return split;
    }

    /// <summary>Makes a split from named people: those of validation and test, all others in training.</summary>
    /// <param name="items">Items with people.</param>
    /// <param name="validation">People of the validation part.</param>
    /// <param name="test">People of the test part.</param>
    /// <exception cref="UserErrorException">A person is named twice or is not in the dataset, or an item's person is not known.</exception>
    public static PersonSplit ByNames(IReadOnlyList<DatasetItem> items, IReadOnlyCollection<string> validation, IReadOnlyCollection<string> test)
    {
        string[] people = PeopleOf(items);
        PersonDisjointSplit.Require(("validation", validation), ("test", test));
        if (validation.Concat(test).FirstOrDefault(name => !people.Contains(name)) is { } unknown)
            throw new UserErrorException($"Nobody in the dataset is named {unknown}; people are named like {people[0]}.");
        return new PersonSplit(items, ["training", "validation", "test"], [.. people.Select(person => validation.Contains(person) ? 1 : test.Contains(person) ? 2 : 0)]);
    }

    /// <summary>Makes k folds of about the same size.</summary>
    /// <param name="items">Items with people.</param>
    /// <param name="folds">Number of folds, 2 or more.</param>
    /// <param name="seed">Decides who is in which fold.</param>
    /// <exception cref="UserErrorException">An item's person is not known, or there are fewer people than folds.</exception>
    public static PersonSplit IntoFolds(IReadOnlyList<DatasetItem> items, int folds, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        string[] people = PeopleOf(items);
        if (people.Distinct().Count() < folds)
            throw new UserErrorException($"{people.Distinct().Count()} people cannot be shared out to {folds} folds; ask for fewer.");
        return new PersonSplit(
            items,
            [.. Enumerable.Range(1, folds).Select(fold => string.Create(CultureInfo.InvariantCulture, $"fold-{fold}"))],
            PersonPartition.Assign(people, [.. Enumerable.Repeat(1.0 / folds, folds)], seed));
    }

    /// <summary>The items of a part.</summary>
    public IEnumerable<DatasetItem> ItemsOf(string part) => _items.Where((_, index) => Parts[_partOf[index]] == part);

    /// <summary>The people of a part, in order of their names.</summary>
    public IReadOnlyList<string> PeopleOf(string part) => [.. ItemsOf(part).Select(item => item.Person!).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The split as a table: file, label, person, part.</summary>
    /// <param name="root">What the paths are relative to.</param>
    public string ToCsv(string root)
    {
        StringBuilder csv = new("file,label,person,part\n");
        foreach ((int index, DatasetItem item) in _items.Index())
            csv.Append(CsvCell.Quote(Path.GetRelativePath(root, item.Path))).Append(',').Append(CsvCell.Quote(item.Label ?? "")).Append(',')
                .Append(CsvCell.Quote(item.Person!)).Append(',').Append(Parts[_partOf[index]]).Append('\n');
        return csv.ToString();
    }

    /// <summary>One part against the others as a table that <see cref="SplitTable"/> reads: file, label, person, part.</summary>
    /// <param name="root">What the paths are relative to.</param>
    /// <param name="validation">The part to choose by.</param>
    /// <param name="test">The part to report; all others are for training.</param>
    public string ToCsv(string root, string validation, string test)
    {
        string[] names = [.. Parts.Select(part => part == test ? "test" : part == validation ? "validation" : "training")];
        return new PersonSplit(_items, ["training", "validation", "test"], [.. _partOf.Select(part => Array.IndexOf(["training", "validation", "test"], names[part]))]).ToCsv(root);
    }

    /// <summary>One part against the others as settings of a training config, to be named under <c>_base_</c>.</summary>
    /// <param name="validation">The part to choose by.</param>
    /// <param name="test">The part to report.</param>
    public string ToConfig(string validation, string test)
    {
        static string List(IEnumerable<string> people) => $"[{string.Join(", ", people.Select(person => $"'{person.Replace("'", "''", StringComparison.Ordinal)}'"))}]";
        return $"data:\n  validation_speakers: {List(PeopleOf(validation))}\n  test_speakers: {List(PeopleOf(test))}\n";
    }

    private static string[] PeopleOf(IReadOnlyList<DatasetItem> items)
    {
        if (items.FirstOrDefault(item => item.Person is null) is { } unknown)
            throw new UserErrorException($"Nobody says who is seen in {unknown.Path}, so a split cannot be by person; name people in {PeopleTable.FileName} (file, person) in the dataset's folder.");
        return items.Count > 0 ? [.. items.Select(item => item.Person!)] : throw new UserErrorException("The dataset has no items to split.");
    }

    private void RequireDisjoint() =>
        PersonDisjointSplit.Require([.. Parts.Select(part => (part, ItemsOf(part).Select(item => item.Person!)))]);
}
