using Mien.Core;

namespace Mien.Data.Kinds;

/// <summary>Features that others extracted: <c>features.npz</c>, arrays (N, D) or (N, T, D), and <c>index.csv</c> (row, label; clip, dataset, actor, part where known).</summary>
public sealed class FeaturesKind : IDatasetKind
{
    /// <summary>Name of the archive of arrays.</summary>
    public const string ArchiveName = "features.npz";

    /// <inheritdoc/>
    public string Name => "features";

    /// <inheritdoc/>
    public string Layout => "features.npz with arrays (N, D) of vectors or (N, T, D) of sequences, and index.csv with the columns row and label, and where known clip, dataset, actor (or person) and part";

    /// <inheritdoc/>
    public IReadOnlyList<DatasetItem> List(string root)
    {
        string folder = DatasetFolder.Require(root, Name), archive = Path.Combine(folder, ArchiveName);
        if (!File.Exists(archive))
            throw new UserErrorException($"The folder {root} holds no {ArchiveName}; give it this layout: {Layout}.");
        return [.. CsvTable.Read(Path.Combine(folder, "index.csv")).Select(row => Parse(row, archive))];
    }

    private static DatasetItem Parse(CsvRow row, string archive)
    {
        int number = row.Integer("row");
        if (number < 0)
            throw row.Bad("row", "a row of the arrays, from 0");
        string? actor = row.TextOrNull("actor") ?? row.TextOrNull("person"), dataset = row.TextOrNull("dataset");
        string? part = row.TextOrNull("part");
        return new DatasetItem
        {
            Path = $"{archive}#{row.TextOrNull("clip") ?? row.Text("row")}",
            Medium = ItemMedium.Features,
            Label = EmotionNames.Of(row.Text("label")),
            Person = string.IsNullOrEmpty(actor) ? null : string.IsNullOrEmpty(dataset) ? actor : $"{dataset}/{actor}",
            Part = string.IsNullOrEmpty(part) ? null : DatasetFolder.PartOf(part) ?? throw row.Bad("part", "train, val or test"),
            Row = number,
        };
    }
}
