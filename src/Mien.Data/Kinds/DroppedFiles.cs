using System.Text;
using Mien.Core;

namespace Mien.Data.Kinds;

/// <summary>
/// The list of files that are not to be used, <c>dropped.csv</c> (file, reason, detail) in a dataset's folder: `mien dataset clean`
/// writes it, everything that reads the dataset keeps to it. The files themselves stay.
/// </summary>
public static class DroppedFiles
{
    /// <summary>Name of the list.</summary>
    public const string FileName = "dropped.csv";

    /// <summary>The full paths that a dataset's list names; none where it has no list.</summary>
    /// <param name="root">The dataset's folder.</param>
    /// <exception cref="UserErrorException">The list is not one.</exception>
    public static IReadOnlySet<string> Read(string root)
    {
        string path = Path.Combine(root, FileName);
        return File.Exists(path)
            ? CsvTable.Read(path).Select(row => Path.GetFullPath(Path.Combine(root, row.Text("file")))).ToHashSet()
            : new HashSet<string>();
    }

    /// <summary>The items that the list does not name.</summary>
    /// <param name="items">All items of the dataset.</param>
    /// <param name="root">The dataset's folder.</param>
    /// <exception cref="UserErrorException">The list is not one.</exception>
    public static IReadOnlyList<DatasetItem> Without(IReadOnlyList<DatasetItem> items, string root)
    {
        IReadOnlySet<string> dropped = Read(root);
        return dropped.Count == 0 ? items : [.. items.Where(item => !dropped.Contains(item.Path))];
    }

    /// <summary>Writes a list.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="root">The dataset's folder, which the list's paths are relative to.</param>
    /// <param name="dropped">What is dropped and why.</param>
    public static void Write(string path, string root, IEnumerable<DroppedItem> dropped)
    {
        StringBuilder csv = new("file,reason,detail\n");
        foreach (DroppedItem item in dropped)
            csv.Append(CsvCell.Quote(Path.GetRelativePath(root, item.Path))).Append(',').Append(item.Reason).Append(',').Append(CsvCell.Quote(item.Detail)).Append('\n');
        AtomicFile.WriteAllText(path, csv.ToString());
    }
}
