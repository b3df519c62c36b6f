namespace Mien.Data;

/// <summary>Some samples of a dataset that are worth a score of their own: a person, or all but duplicates.</summary>
/// <param name="Name">What they have in common.</param>
/// <param name="Indices">Their positions in the dataset.</param>
/// <param name="Kind">What sort of group it is: <c>person</c>, <c>sex</c>, <c>dataset</c> or <c>selection</c>.</param>
public sealed record SampleGroup(string Name, IReadOnlyList<int> Indices, string Kind = "selection");
