namespace Mien.Data;

/// <summary>Shares people out to parts of given sizes, so that nobody is in two.</summary>
public static class PersonPartition
{
    /// <summary>
    /// Gives each person to one part: the ones with the most samples first, each to the part that lacks most of its share; people
    /// with as many samples in an order drawn from the seed.
    /// </summary>
    /// <param name="people">The person of each sample.</param>
    /// <param name="shares">Wanted share of the samples of each part; they sum to 1.</param>
    /// <param name="seed">Another seed gives another partition.</param>
    /// <returns>The part of each sample.</returns>
    public static int[] Assign(IReadOnlyList<string> people, IReadOnlyList<double> shares, long seed)
    {
        string[] names = [.. people.Distinct().Order(StringComparer.Ordinal)];
        int[] order = [.. Enumerable.Range(0, names.Length)];
        new SampleRandom(seed).Shuffle(order);
        Dictionary<string, int> samples = people.CountBy(person => person).ToDictionary();
        double[] lacking = [.. shares.Select(share => share * people.Count)];
        Dictionary<string, int> partOf = [];
        foreach (string person in order.Select(index => names[index]).OrderByDescending(name => samples[name]))
        {
            int part = Array.IndexOf(lacking, lacking.Max());
            partOf[person] = part;
            lacking[part] -= samples[person];
        }
        return [.. people.Select(person => partOf[person])];
    }
}
