using System.Text.Json;

namespace Mien.Training.Configuration;

/// <summary>How names are written in configs, and which one was probably meant.</summary>
internal static class ConfigNames
{
    /// <summary>A C# name as configs write it: <c>LearningRate</c> is <c>learning_rate</c>.</summary>
    public static string ToConfig(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    /// <summary>The name with the fewest changed letters (Levenshtein).</summary>
    public static string? Nearest(string name, IEnumerable<string> candidates) => Near(name, candidates).FirstOrDefault();

    /// <summary>The names, those with the fewest changed letters first.</summary>
    public static IEnumerable<string> Near(string name, IEnumerable<string> candidates) => candidates.OrderBy(candidate => Distance(name, candidate));

    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int changed = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
