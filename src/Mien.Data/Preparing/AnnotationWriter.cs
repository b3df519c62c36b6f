using System.Globalization;
using System.Text;
using Mien.Core;
using Mien.Data.Faces;
using Mien.Data.Kinds;
using Mien.Interop.OpenCv;

namespace Mien.Data.Preparing;

/// <summary>Writes any dataset of pictures in the layout of <see cref="AnnotationFileKind"/>: one line `path label` a picture.</summary>
public static class AnnotationWriter
{
    /// <summary>Writes train.txt, val.txt, test.txt (those that have lines), classes.txt and, where they are known, people.csv and faces.csv.</summary>
    /// <param name="parts">The items by part; those without a label are left out.</param>
    /// <param name="labels">The classes in the order of their numbers; items with other labels are left out.</param>
    /// <param name="output">The folder to write to. Pictures that lie in tables are written into it too; others stay where they are.</param>
    /// <returns>Number of lines of each file by its name.</returns>
    public static IReadOnlyList<(string File, int Lines)> Write(ItemParts parts, EmotionLabelSet labels, string output)
    {
        string root = Path.GetFullPath(output);
        List<(string File, int Lines)> written = [];
        List<DatasetItem> listed = [];
        // Where one held-out part serves for both, it is written once.
        IReadOnlyList<DatasetItem> validation = ReferenceEquals(parts.Validation, parts.Test) ? [] : parts.Validation;
        foreach ((string file, IReadOnlyList<DatasetItem> items) in new[] { ("train.txt", parts.Training), ("val.txt", validation), ("test.txt", parts.Test) })
        {
            StringBuilder text = new();
            int lines = 0;
            foreach (DatasetItem item in items)
            {
                if (item.Label is null || labels.IndexOf(item.Label) is not (>= 0 and int number))
                    continue;
                string path = item.Pixels is { } picture ? WritePicture(picture, item, root) : item.Path;
                string relative = Path.GetRelativePath(root, path);
                text.Append(relative.StartsWith("..", StringComparison.Ordinal) ? path : relative).Append(' ').Append(number).Append('\n');
                listed.Add(item with { Path = path });
                lines++;
            }
            if (lines == 0)
                continue;
            AtomicFile.WriteAllText(Path.Combine(root, file), text.ToString());
            written.Add((file, lines));
        }
        AtomicFile.WriteAllText(Path.Combine(root, "classes.txt"), string.Concat(labels.Select(label => label + "\n")));
        PeopleTable.Write(root, listed.Select(item => (item.Path, item.Person)));
        FaceTable.Write(root, listed);
        return written;
    }

    /// <summary>The labels that occur, in Mien's usual order, then others by name.</summary>
    public static EmotionLabelSet LabelsOf(IEnumerable<DatasetItem> items)
    {
        string[] usual = [.. AffectNetKind.AllLabels, "calm", "boredom"];
        return new EmotionLabelSet(items.Select(item => item.Label).OfType<string>().Distinct()
            .OrderBy(label => Array.IndexOf(usual, label) is >= 0 and int place ? place : usual.Length).ThenBy(label => label, StringComparer.Ordinal));
    }

    private static string WritePicture(GrayPicture picture, DatasetItem item, string root)
    {
        using VideoFrame frame = new(picture.Width, picture.Height);
        GrayImage.ToRgb(picture.Pixels.Span, frame.Rgb.Span);
        string path = Path.Combine(root, "pictures", string.Create(CultureInfo.InvariantCulture, $"{item.Row:00000}.png"));
        byte[] png = ImageCodec.EncodePng(frame);
        AtomicFile.Write(path, stream => stream.Write(png));
        return path;
    }
}
