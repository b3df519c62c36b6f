using System.Globalization;
using Mien.Core;

namespace Mien.Data.Kinds;

/// <summary>One row of a table.</summary>
internal readonly record struct CsvRow(CsvTable Table, int Line, string[] Cells)
{
    /// <summary>A cell by its column's name.</summary>
    /// <exception cref="UserErrorException">There is no such column.</exception>
    public string Text(string column) => TextOrNull(column)
        ?? throw new UserErrorException($"{Table.Path} has no column {column}; it is not a table of this kind of dataset.");

    /// <summary>A cell by its column's name, or null where there is no such column.</summary>
    public string? TextOrNull(string column) => Table.IndexOf(column) is >= 0 and int index ? Cells[index].Trim() : null;

    /// <summary>A whole number.</summary>
    /// <exception cref="UserErrorException">The cell holds anything else.</exception>
    public int Integer(string column) => int.TryParse(Text(column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw Bad(column, "a whole number");

    /// <summary>A number, or null where the cell is empty, NULL or nan.</summary>
    /// <exception cref="UserErrorException">The cell holds anything else.</exception>
    public float? NumberOrNull(string column)
    {
        string text = Text(column);
        if (IsNull(text))
            return null;
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number) ? number : throw Bad(column, "a number");
    }

    /// <summary>Whether a cell says that there is nothing.</summary>
    public static bool IsNull(string text) => text.Length == 0 || text.Equals("null", StringComparison.OrdinalIgnoreCase) || text.Equals("nan", StringComparison.OrdinalIgnoreCase);

    /// <summary>The error of a cell that is not what it should be.</summary>
    public UserErrorException Bad(string column, string expected) => new(FormattableString.Invariant(
        $"{Table.Path}, line {Line}: {column} must be {expected}, not \"{Text(column)}\"; correct or remove the row."));
}
