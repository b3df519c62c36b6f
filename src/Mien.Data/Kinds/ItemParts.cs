using Mien.Core;

namespace Mien.Data.Kinds;

/// <summary>
/// A dataset's items in three parts. Published parts are kept. Where only two are published, the held-out one is for the report,
/// and a share of training is held out to choose by (a share of 0 chooses by the published part too). Where none is, all three
/// are made by shares. Nobody is in two parts; where the dataset does not say who is who, each item stands for itself.
/// </summary>
/// <param name="Training">What the model learns from.</param>
/// <param name="Validation">What settings are chosen by.</param>
/// <param name="Test">What is reported once.</param>
public sealed record ItemParts(IReadOnlyList<DatasetItem> Training, IReadOnlyList<DatasetItem> Validation, IReadOnlyList<DatasetItem> Test)
{
    /// <summary>Shares items out.</summary>
    /// <param name="items">All items.</param>
    /// <param name="shares">The sizes of parts that the dataset does not come in.</param>
    /// <exception cref="UserErrorException">The published parts share a person.</exception>
    public static ItemParts Of(IReadOnlyList<DatasetItem> items, PartShares shares)
    {
        ItemParts parts = Make(items, shares);
        bool hasOwnValidation = !ReferenceEquals(parts.Validation, parts.Test);
        PersonDisjointSplit.Require(("training", People(parts.Training)), ("validation", hasOwnValidation ? People(parts.Validation) : []), ("test", People(parts.Test)));
        return parts;
    }

    /// <summary>Shares items out by person: named people to validation and test, excluded ones to nothing, all others to training.</summary>
    /// <param name="items">All items.</param>
    /// <param name="validation">People, as <see cref="DatasetItem.Person"/> names them.</param>
    /// <param name="test">People.</param>
    /// <param name="excluded">People.</param>
    /// <exception cref="UserErrorException">An item's person is not known, somebody is named twice or has no item, or a part is empty.</exception>
    public static ItemParts ByPeople(IReadOnlyList<DatasetItem> items, IReadOnlyCollection<string> validation, IReadOnlyCollection<string> test, IReadOnlyCollection<string> excluded)
    {
        PersonDisjointSplit.Require(("validation", validation), ("test", test), ("excluded", excluded));
        if (items.FirstOrDefault(item => item.Person is null) is { } nameless)
            throw new UserErrorException($"The dataset does not say who {nameless.Path} is of, so it cannot be split by people; name everybody, or leave the lists of speakers out.");
        HashSet<string> people = [.. items.Select(item => item.Person!)], heldOut = [.. validation, .. test, .. excluded];
        if (heldOut.FirstOrDefault(person => !people.Contains(person)) is { } unknown)
            throw new UserErrorException($"The split names {unknown}, of whom there is no sample; people are named like {people.Order(StringComparer.Ordinal).FirstOrDefault() ?? "ravdess/01"}.");
        ItemParts parts = new(
            [.. items.Where(item => !heldOut.Contains(item.Person!))],
            [.. items.Where(item => validation.Contains(item.Person!))],
            [.. items.Where(item => test.Contains(item.Person!))]);
        return parts.Training.Count > 0 && parts.Validation.Count > 0 && parts.Test.Count > 0
            ? parts
            : throw new UserErrorException("The split leaves its training, validation or test part without samples; name other speakers.");
    }

    /// <summary>The person of an item, or, where it is not known, a name of the item's own.</summary>
    public static string PersonOf(DatasetItem item) => item.Person ?? item.Path;

    private static ItemParts Make(IReadOnlyList<DatasetItem> items, PartShares shares)
    {
        if (items.All(item => item.Part is null))
        {
            IReadOnlyList<DatasetItem>[] made = Share(items, [1 - shares.Validation - shares.Test, shares.Validation, shares.Test], shares.Seed);
            return new ItemParts(made[0], made[1], made[2]);
        }
        DatasetItem[] Published(PublishedPart part) => [.. items.Where(item => item.Part == part)];
        (DatasetItem[] training, DatasetItem[] validation, DatasetItem[] test) = (Published(PublishedPart.Training), Published(PublishedPart.Validation), Published(PublishedPart.Test));
        if (validation.Length > 0 && test.Length > 0)
            return new ItemParts(training, validation, test);
        DatasetItem[] heldOut = [.. validation, .. test];
        if (shares.Validation == 0)
            return new ItemParts(training, heldOut, heldOut);
        IReadOnlyList<DatasetItem>[] split = Share(training, [1 - shares.Validation, shares.Validation], shares.Seed);
        return new ItemParts(split[0], split[1], heldOut);
    }

    private static IReadOnlyList<DatasetItem>[] Share(IReadOnlyList<DatasetItem> items, double[] shares, long seed)
    {
        int[] parts = PersonPartition.Assign([.. items.Select(PersonOf)], shares, seed);
        return [.. shares.Select((_, part) => (IReadOnlyList<DatasetItem>)[.. items.Where((_, index) => parts[index] == part)])];
    }

    private static IEnumerable<string> People(IEnumerable<DatasetItem> items) => items.Select(item => item.Person).OfType<string>();
}
