using System.Globalization;
using System.Text;
using Mien.Core;
using Mien.Data.Faces;

namespace Mien.Data.Kinds;

/// <summary>
/// Where the faces of pictures are and what else is known of them, <c>faces.csv</c> beside annotation files: file, face_x, face_y,
/// face_width, face_height, facial_landmarks, valence, arousal, as in AffectNet's tables. A line `path label` has no place for these;
/// with the table the same crops are cut out, and the same targets learnt, as from the dataset that the lines were made of.
/// </summary>
public static class FaceTable
{
    /// <summary>Name of the table.</summary>
    public const string FileName = "faces.csv";

    /// <summary>Gives items their faces; without a table they stay as they are.</summary>
    /// <param name="items">The items of a dataset. Where a picture is there several times, with one face each, its rows count in the order of the items.</param>
    /// <param name="root">The dataset's folder.</param>
    /// <exception cref="UserErrorException">The table is not one, or has several rows for a picture but another number of them than there are items.</exception>
    public static IReadOnlyList<DatasetItem> Apply(IReadOnlyList<DatasetItem> items, string root)
    {
        string path = Path.Combine(root, FileName);
        if (!File.Exists(path))
            return items;
        Dictionary<string, List<DatasetItem>> faces = [];
        foreach (CsvRow row in CsvTable.Read(path))
        {
            DatasetItem face = Parse(row, root);
            if (!faces.TryGetValue(face.Path, out List<DatasetItem>? ofPicture))
                faces[face.Path] = ofPicture = [];
            ofPicture.Add(face);
        }
        Dictionary<string, int> counts = items.CountBy(item => item.Path).ToDictionary(), seen = [];
        return [.. items.Select(item =>
        {
            if (!faces.TryGetValue(item.Path, out List<DatasetItem>? ofPicture))
                return item;
            int number = seen.GetValueOrDefault(item.Path);
            seen[item.Path] = number + 1;
            if (ofPicture.Count > 1 && ofPicture.Count != counts[item.Path])
                throw new UserErrorException($"{path} has {ofPicture.Count} rows for {item.Path}, but the annotation files have {counts[item.Path]} lines; give each line a row, in the order of the lines.");
            DatasetItem face = ofPicture[ofPicture.Count > 1 ? number : 0];
            return item with { Box = face.Box, Landmarks = face.Landmarks, Valence = face.Valence, Arousal = face.Arousal };
        })];
    }

    /// <summary>Writes a table; nothing where nothing is known of any face.</summary>
    /// <param name="root">The dataset's folder.</param>
    /// <param name="items">The items, in the order of the annotation files' lines, with the full paths that the lines name.</param>
    public static void Write(string root, IReadOnlyList<DatasetItem> items)
    {
        string path = Path.Combine(root, FileName);
        if (items.All(item => item.Box is null && item.Landmarks is null && item.Valence is null && item.Arousal is null))
        {
            File.Delete(path); // of an earlier conversion
            return;
        }
        StringBuilder csv = new("file,face_x,face_y,face_width,face_height,facial_landmarks,valence,arousal\n");
        foreach (DatasetItem item in items)
        {
            BoundingBox? box = item.Box;
            string points = item.Landmarks is { } landmarks ? string.Join(';', landmarks.SelectMany(point => (string[])[Number(point.X), Number(point.Y)])) : "";
            string[] cells =
            [
                CsvCell.Quote(Path.GetRelativePath(root, item.Path)),
                Number(box?.X), Number(box?.Y), Number(box?.Width), Number(box?.Height), points, Number(item.Valence), Number(item.Arousal),
            ];
            csv.AppendJoin(',', cells).Append('\n');
        }
        AtomicFile.WriteAllText(path, csv.ToString());
    }

    // Nothing but the shortest digits that give the same number back: the crop is to be the same.
    private static string Number(float? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static DatasetItem Parse(CsvRow row, string root)
    {
        BoundingBox? box = row.NumberOrNull("face_x") is { } x && row.NumberOrNull("face_y") is { } y
            && row.NumberOrNull("face_width") is > 0 and { } width && row.NumberOrNull("face_height") is > 0 and { } height
                ? new BoundingBox(x, y, width, height)
                : null;
        string text = row.Text("facial_landmarks");
        return new DatasetItem
        {
            Path = Path.GetFullPath(Path.Combine(root, row.Text("file"))),
            Medium = ItemMedium.Picture,
            Box = box,
            Landmarks = CsvRow.IsNull(text) ? null : Landmarks68.Parse(text, ';') ?? throw row.Bad("facial_landmarks", "68 points as x;y;x;y, or nothing"),
            Valence = row.NumberOrNull("valence"),
            Arousal = row.NumberOrNull("arousal"),
        };
    }
}
