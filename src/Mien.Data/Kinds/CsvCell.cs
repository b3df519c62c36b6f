namespace Mien.Data.Kinds;

/// <summary>Writes cells of comma-separated tables.</summary>
internal static class CsvCell
{
    /// <summary>A cell, in quotes where it needs them; line breaks become spaces.</summary>
    public static string Quote(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.AsSpan().ContainsAny(',', '"') ? $"\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : line;
    }
}
