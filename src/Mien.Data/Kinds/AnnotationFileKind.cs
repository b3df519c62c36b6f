using System.Globalization;
using Mien.Core;

namespace Mien.Data.Kinds;

/// <summary>
/// Annotation files as mmpretrain's CustomDataset reads them: <c>train.txt</c>, <c>val.txt</c>, <c>test.txt</c> in the folder or in
/// <c>meta/</c>, one <c>path label</c> a line. The label is a name, or a number that counts the lines of <c>classes.txt</c> from 0.
/// A path may hold spaces; what follows the last one is the label. <see cref="FaceTable"/> and <see cref="PeopleTable"/> say more of the pictures.
/// </summary>
public sealed class AnnotationFileKind : IDatasetKind
{
    private const string Classes = "classes.txt";

    private static readonly (string File, PublishedPart Part)[] s_files =
    [
        ("train.txt", PublishedPart.Training), ("val.txt", PublishedPart.Validation), ("test.txt", PublishedPart.Test),
        ("meta/train.txt", PublishedPart.Training), ("meta/val.txt", PublishedPart.Validation), ("meta/test.txt", PublishedPart.Test),
    ];

    /// <inheritdoc/>
    public string Name => "annotations";

    /// <inheritdoc/>
    public string Layout => "train.txt, val.txt, test.txt with lines `path label`, paths relative to the folder; classes.txt names numeric labels, one a line; people.csv (file, person) and faces.csv (file, face_x ... arousal) where known";

    /// <inheritdoc/>
    public IReadOnlyList<DatasetItem> List(string root)
    {
        string folder = DatasetFolder.Require(root, Name);
        string[] classes = ReadClasses(folder);
        DatasetItem[] items = [.. s_files.Where(entry => File.Exists(Path.Combine(folder, entry.File))).SelectMany(entry => Read(Path.Combine(folder, entry.File), folder, entry.Part, classes))];
        return items.Length > 0 ? FaceTable.Apply(PeopleTable.Apply(items, folder), folder) : throw new UserErrorException($"The folder {root} holds no annotation file with lines; give it this layout: {Layout}.");
    }

    /// <summary>Reads one annotation file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="folder">What its paths are relative to.</param>
    /// <param name="part">The part that its lines are of.</param>
    /// <param name="classes">Names of numeric labels.</param>
    /// <exception cref="UserErrorException">A line has no label, or a number that names no class.</exception>
    public static IEnumerable<DatasetItem> Read(string file, string folder, PublishedPart part, IReadOnlyList<string> classes)
    {
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            string text = line.Trim();
            if (text.Length == 0 || text[0] == '#')
                continue;
            int space = text.LastIndexOfAny([' ', '\t']);
            if (space <= 0)
                throw new UserErrorException($"{file}, line {number}: a line must be `path label`, not `{text}`.");
            yield return new DatasetItem
            {
                Path = Path.GetFullPath(Path.Combine(folder, text[..space].TrimEnd())),
                Medium = ItemMedium.Picture,
                Label = LabelOf(text[(space + 1)..], classes, file, number),
                Part = part,
            };
        }
    }

    private static string LabelOf(string text, IReadOnlyList<string> classes, string file, int line)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return EmotionNames.Of(text);
        return number < classes.Count
            ? classes[number]
            : throw new UserErrorException($"{file}, line {line}: the label {number} has no name; list the names in {Classes}, one a line, the first for 0.");
    }

    private static string[] ReadClasses(string folder)
    {
        string? file = new[] { Path.Combine(folder, Classes), Path.Combine(folder, "meta", Classes) }.FirstOrDefault(File.Exists);
        return file is null ? [] : [.. File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0).Select(EmotionNames.Of)];
    }
}
