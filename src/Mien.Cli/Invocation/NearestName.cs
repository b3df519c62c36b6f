namespace Mien.Cli.Invocation;

/// <summary>Finds what a misspelt name was probably meant to be.</summary>
internal static class NearestName
{
    /// <summary>
    /// The candidate with the fewest inserted, removed, replaced or swapped neighbouring letters (optimal string alignment distance),
    /// or the one that begins with <paramref name="name"/>; null where nothing is near.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        string bare = name.TrimStart('-');
        string? nearest = candidates
            .Select(candidate => (Name: candidate, Distance: Distance(bare, candidate.TrimStart('-'))))
            .Where(match => match.Distance <= Math.Max(1, bare.Length / 3))
            .OrderBy(match => match.Distance)
            .Select(match => match.Name)
            .FirstOrDefault();
        return nearest ?? candidates.FirstOrDefault(candidate => bare.Length >= 3 && candidate.TrimStart('-').StartsWith(bare, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The end of a sentence about an unknown name: <c> (did you mean csv?)</c>, or nothing where no candidate is near.</summary>
    public static string Hint(string name, IEnumerable<string> candidates) => Find(name, candidates) is { } nearest ? $" (did you mean {nearest}?)" : "";

    internal static int Distance(string left, string right)
    {
        int[,] distance = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
            distance[i, 0] = i;
        for (int j = 0; j <= right.Length; j++)
            distance[0, j] = j;
        for (int i = 1; i <= left.Length; i++)
        {
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = distance[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                distance[i, j] = Math.Min(replaced, Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    distance[i, j] = Math.Min(distance[i, j], distance[i - 2, j - 2] + 1);
            }
        }
        return distance[left.Length, right.Length];
    }
}
