using System.Globalization;
using Mien.Core;
using Mien.Data.Faces;
using Mien.Media;

namespace Mien.Data.Kinds;

/// <summary>
/// Faces with 68 landmarks: a <c>landmarks.csv</c> (file, x0, y0 ... x67, y67 in pixels; person and label where known), or a
/// <c>.pts</c> file beside each picture as in 300-W.
/// </summary>
/// <remarks>
/// Of several rows that name one picture the last counts. In the table that joins the two parts of the facial keypoints made from YouTube
/// Faces, 770 names come twice and the later rows' pictures took the place of the earlier ones': on 616 such pictures of training people the
/// earlier row's eyes, nose and mouth lie on average 25 % of the distance between the eyes from YuNet's, the later row's 8 %, as single rows' do.
/// </remarks>
public sealed class Landmarks68Kind : IDatasetKind
{
    /// <inheritdoc/>
    public string Name => "landmarks68";

    /// <inheritdoc/>
    public string Layout => "landmarks.csv (file, [person], [label], x0, y0 ... x67, y67 in pixels), or NAME.pts beside each picture NAME.jpg";

    /// <inheritdoc/>
    public IReadOnlyList<DatasetItem> List(string root)
    {
        string folder = DatasetFolder.Require(root, Name), table = Path.Combine(folder, "landmarks.csv");
        DatasetItem[] items = File.Exists(table) ? [.. CsvTable.Read(table).Select(row => Parse(row, folder)).GroupBy(item => item.Path).Select(rows => rows.Last())] : [.. ListPts(folder)];
        return items.Length > 0
            ? items
            : throw new UserErrorException($"The folder {root} holds neither landmarks.csv nor pictures with a .pts file each; name the folder of the landmarks.");
    }

    private static IEnumerable<DatasetItem> ListPts(string folder) =>
        from picture in DatasetFolder.Files(folder, MediaKind.Image)
        let points = Path.ChangeExtension(picture, ".pts")
        where File.Exists(points)
        select new DatasetItem
        {
            Path = picture,
            Medium = ItemMedium.Picture,
            Part = DatasetFolder.PartOf(Path.GetFileName(Path.GetDirectoryName(picture)!)),
            Landmarks = Landmarks68.ReadPts(points),
        };

    private DatasetItem Parse(CsvRow row, string folder)
    {
        Point2[] points = new Point2[Landmarks68.Count];
        for (int point = 0; point < points.Length; point++)
        {
            string x = string.Create(CultureInfo.InvariantCulture, $"x{point}"), y = string.Create(CultureInfo.InvariantCulture, $"y{point}");
            points[point] = new Point2(row.NumberOrNull(x) ?? -1, row.NumberOrNull(y) ?? -1);
        }
        string? person = row.TextOrNull("person"), label = row.TextOrNull("label");
        return new DatasetItem
        {
            Path = Path.GetFullPath(Path.Combine(folder, row.Text("file"))),
            Medium = ItemMedium.Picture,
            Label = string.IsNullOrEmpty(label) ? null : EmotionNames.Of(label),
            Person = string.IsNullOrEmpty(person) ? null : $"{Name}/{person}",
            Landmarks = points,
        };
    }
}
