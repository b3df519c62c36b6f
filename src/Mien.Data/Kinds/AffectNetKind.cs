using Mien.Core;
using Mien.Data.Faces;

namespace Mien.Data.Kinds;

/// <summary>
/// AffectNet's manually annotated part (Mollahosseini et al., IEEE TAC 2019): <c>training.csv</c> and <c>validation.csv</c> beside
/// the folder of pictures. Of these <c>validation.csv</c> may lack a header, as in the published archive.
/// </summary>
public sealed class AffectNetKind : IDatasetKind
{
    private const int NoFace = 10;
    private const float LeastValue = -1;

    private static readonly string[] s_columns =
        ["subDirectory_filePath", "face_x", "face_y", "face_width", "face_height", "facial_landmarks", "expression", "valence", "arousal"];

    private static readonly string[] s_pictureFolders = ["Manually_Annotated_Images", "Manually_Annotated", "images", "."];

    /// <summary>The eleven expressions in the order of their codes: eight emotions, none of them, uncertain, no face.</summary>
    public static EmotionLabelSet AllLabels { get; } =
        new(["neutral", "happy", "sad", "surprise", "fear", "disgust", "anger", "contempt", "none", "uncertain", "no_face"]);

    /// <summary>The eight emotions alone, codes 0 to 7.</summary>
    public static EmotionLabelSet EmotionLabels { get; } = new(AllLabels.Take(8));

    /// <inheritdoc/>
    public string Name => "affectnet";

    /// <inheritdoc/>
    public string Layout => "training.csv and validation.csv (subDirectory_filePath, face_x ... arousal), pictures in Manually_Annotated_Images/ or images/";

    /// <inheritdoc/>
    public IReadOnlyList<DatasetItem> List(string root)
    {
        string folder = DatasetFolder.Require(root, Name);
        string pictures = s_pictureFolders.Select(name => Path.Combine(folder, name)).First(Directory.Exists);
        (string File, PublishedPart Part)[] tables = [.. new[] { ("training.csv", PublishedPart.Training), ("validation.csv", PublishedPart.Validation) }
            .Select(table => (File: Path.Combine(folder, table.Item1), Part: table.Item2)).Where(table => File.Exists(table.File))];
        if (tables.Length == 0)
            throw new UserErrorException($"The folder {root} holds neither training.csv nor validation.csv; name the folder of AffectNet's tables.");
        return [.. tables.SelectMany(table => CsvTable.Read(table.File, s_columns).Select(row => Parse(row, Path.GetFullPath(pictures), table.Part)))];
    }

    private static DatasetItem Parse(CsvRow row, string pictures, PublishedPart part)
    {
        int expression = row.Integer("expression");
        if (expression is < 0 or > NoFace)
            throw row.Bad("expression", "a code from 0 to 10");
        float? valence = row.NumberOrNull("valence"), arousal = row.NumberOrNull("arousal");
        bool hasAffect = valence is >= LeastValue and <= 1 && arousal is >= LeastValue and <= 1; // -2 says that there is none
        return new DatasetItem
        {
            Path = Path.GetFullPath(Path.Combine(pictures, row.Text("subDirectory_filePath"))),
            Medium = ItemMedium.Picture,
            Label = AllLabels[expression],
            Part = part,
            Box = BoxOf(row),
            Landmarks = LandmarksOf(row),
            Valence = hasAffect ? valence : null,
            Arousal = hasAffect ? arousal : null,
        };
    }

    private static BoundingBox? BoxOf(CsvRow row) =>
        row.NumberOrNull("face_x") is { } x && row.NumberOrNull("face_y") is { } y
        && row.NumberOrNull("face_width") is > 0 and { } width && row.NumberOrNull("face_height") is > 0 and { } height
            ? new BoundingBox(x, y, width, height)
            : null;

    private static Point2[]? LandmarksOf(CsvRow row)
    {
        string text = row.Text("facial_landmarks");
        if (CsvRow.IsNull(text))
            return null;
        Point2[] points = Landmarks68.Parse(text, ';') ?? throw row.Bad("facial_landmarks", "68 points as x;y;x;y or NULL");
        return points.All(Landmarks68.IsMissing) ? null : points;
    }
}
