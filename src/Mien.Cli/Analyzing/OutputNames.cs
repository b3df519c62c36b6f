namespace Mien.Cli.Analyzing;

/// <summary>Names the outputs after the inputs, so that no input overwrites another's.</summary>
internal sealed class OutputNames
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The input's name without its extension; where another input took that, the whole name; then with a number.</summary>
    public string For(string inputPath)
    {
        string whole = Path.GetFileName(inputPath);
        string bare = Path.GetFileNameWithoutExtension(whole) is { Length: > 0 } name ? name : whole;
        IEnumerable<string> choices = [bare, whole, .. Enumerable.Range(2, int.MaxValue - 2).Select(number => $"{bare}-{number}")];
        return choices.First(_taken.Add);
    }
}
