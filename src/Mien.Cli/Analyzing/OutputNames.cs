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
        if (_taken.Add(bare))
            return bare;
        if (_taken.Add(whole))
            return whole;
        int number = 2;
        while (!_taken.Add($"{bare}-{number}"))
            number++;
        return $"{bare}-{number}";
    }
}
