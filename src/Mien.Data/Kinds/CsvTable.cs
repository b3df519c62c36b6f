using System.Text;
using Mien.Core;

namespace Mien.Data.Kinds;

/// <summary>Reads tables of comma-separated values, RFC 4180 without line breaks in cells; cells may be in double quotes.</summary>
internal sealed class CsvTable
{
    private readonly string[] _header;

    private CsvTable(string path, string[] header) => (Path, _header) = (path, header);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Reads a table row by row, so that its size does not matter.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columnsWithoutHeader">The columns of a file whose first line is already a row (its first cell is not the first of these); null where there is always a header.</param>
    /// <exception cref="UserErrorException">The file is missing or empty, or a row has another number of cells than the header.</exception>
    public static IEnumerable<CsvRow> Read(string path, IReadOnlyList<string>? columnsWithoutHeader = null)
    {
        using StreamReader reader = Open(path);
        string first = reader.ReadLine() ?? throw new UserErrorException($"{path} is empty; copy it again.");
        string[] cells = Split(first);
        bool hasHeader = columnsWithoutHeader is null || cells[0].Trim() == columnsWithoutHeader[0];
        CsvTable table = new(path, hasHeader ? [.. cells.Select(cell => cell.Trim())] : [.. columnsWithoutHeader!]);
        if (!hasHeader)
            yield return table.Row(1, cells);
        for (int line = 2; reader.ReadLine() is { } text; line++)
            if (text.Length > 0)
                yield return table.Row(line, Split(text));
    }

    /// <summary>Position of a column, or -1.</summary>
    public int IndexOf(string column) => Array.IndexOf(_header, column);

    private CsvRow Row(int line, string[] cells) => cells.Length == _header.Length
        ? new CsvRow(this, line, cells)
        : throw new UserErrorException(FormattableString.Invariant($"{Path}, line {line}: the row has {cells.Length} cells where the header has {_header.Length}; correct or remove it."));

    private static StreamReader Open(string path)
    {
        try
        {
            return new StreamReader(path, Encoding.UTF8);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The table {path} cannot be read ({error.Message.TrimEnd('.')}); check the dataset's folder.", error);
        }
    }

    private static string[] Split(string line)
    {
        if (!line.Contains('"'))
            return line.Split(',');
        List<string> cells = [];
        StringBuilder cell = new();
        bool quoted = false;
        for (int at = 0; at < line.Length; at++)
        {
            char letter = line[at];
            if (letter == '"' && quoted && at + 1 < line.Length && line[at + 1] == '"')
                cell.Append(line[at++]);
            else if (letter == '"')
                quoted = !quoted;
            else if (letter == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(letter);
        }
        cells.Add(cell.ToString());
        return [.. cells];
    }
}
