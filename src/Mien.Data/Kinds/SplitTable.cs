using Mien.Core;

namespace Mien.Data.Kinds;

/// <summary>The parts of a dataset as a table (file, part), for kinds whose parts are neither published nor named by person.</summary>
public static class SplitTable
{
    /// <summary>Gives items their parts; those that the table does not name are left out.</summary>
    /// <param name="items">The items of a dataset.</param>
    /// <param name="path">The table; its parts are training, validation and test.</param>
    /// <param name="root">What its files are relative to.</param>
    /// <exception cref="UserErrorException">The table is missing, has another part, or names no item.</exception>
    public static IReadOnlyList<DatasetItem> Apply(IReadOnlyList<DatasetItem> items, string path, string root)
    {
        Dictionary<string, PublishedPart> parts = [];
        foreach (CsvRow row in CsvTable.Read(path))
            parts[Path.GetFullPath(Path.Combine(root, row.Text("file")))] = DatasetFolder.PartOf(row.Text("part")) ?? throw row.Bad("part", "training, validation or test");
        DatasetItem[] chosen = [.. items.Where(item => parts.ContainsKey(item.Path)).Select(item => item with { Part = parts[item.Path] })];
        return chosen.Length > 0 ? chosen : throw new UserErrorException($"The split {path} names none of the pictures in {root}; it is of another dataset or folder.");
    }
}
