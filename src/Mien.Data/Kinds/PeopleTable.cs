using System.Text;
using Mien.Core;

namespace Mien.Data.Kinds;

/// <summary>Who is seen in which picture, <c>people.csv</c> (file, person), for kinds whose layout does not say it.</summary>
public static class PeopleTable
{
    /// <summary>Name of the table.</summary>
    public const string FileName = "people.csv";

    /// <summary>Gives items their people; without a table they stay as they are.</summary>
    /// <param name="items">The items of a dataset.</param>
    /// <param name="root">The dataset's folder.</param>
    /// <exception cref="UserErrorException">The table is not one.</exception>
    public static IReadOnlyList<DatasetItem> Apply(IReadOnlyList<DatasetItem> items, string root)
    {
        string path = Path.Combine(root, FileName);
        if (!File.Exists(path))
            return items;
        Dictionary<string, string> people = [];
        foreach (CsvRow row in CsvTable.Read(path))
            people[Path.GetFullPath(Path.Combine(root, row.Text("file")))] = row.Text("person");
        return [.. items.Select(item => people.TryGetValue(item.Path, out string? person) ? item with { Person = person } : item)];
    }

    /// <summary>Writes a table; nothing where nobody is named.</summary>
    /// <param name="root">The dataset's folder.</param>
    /// <param name="people">Full path and person of each picture.</param>
    public static void Write(string root, IEnumerable<(string Path, string? Person)> people)
    {
        StringBuilder csv = new();
        foreach ((string path, string? person) in people)
            if (person is not null)
                csv.Append(CsvCell.Quote(Path.GetRelativePath(root, path))).Append(',').Append(CsvCell.Quote(person)).Append('\n');
        if (csv.Length > 0)
            AtomicFile.WriteAllText(Path.Combine(root, FileName), "file,person\n" + csv);
    }
}
