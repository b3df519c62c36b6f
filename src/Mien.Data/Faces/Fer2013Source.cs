using System.Globalization;
using System.Security.Cryptography;
using Mien.Core;
using Mien.Data.Kinds;
using Mien.Media;

namespace Mien.Data.Faces;

/// <summary>
/// Reads FER2013 in any of its layouts: <c>manifest.csv</c> beside the pictures; Kaggle's <c>fer2013.csv</c> (emotion, pixels,
/// Usage), with FER+'s <c>fer2013new.csv</c> where it is there; or folders PART/LABEL/NAME.
/// </summary>
public static class Fer2013Source
{
    private const string Pictures = "fer2013.csv", Votes = "fer2013new.csv";

    // Codes 0 to 6 of fer2013.csv.
    private static readonly string[] s_emotions = ["anger", "disgust", "fear", "happy", "sad", "surprise", "neutral"];

    // In the order of Fer2013Manifest.Labels.
    private static readonly string[] s_voteColumns = ["neutral", "happiness", "sadness", "surprise", "fear", "disgust", "anger"];

    /// <summary>Lists all pictures.</summary>
    /// <param name="folder">The dataset's folder.</param>
    /// <exception cref="UserErrorException">The folder has none of the layouts, or a table has a bad row.</exception>
    public static IReadOnlyList<Fer2013Row> Read(string folder)
    {
        if (File.Exists(Path.Combine(folder, "manifest.csv")))
            return Fer2013Manifest.Read(folder);
        if (File.Exists(Path.Combine(folder, Pictures)))
            return ReadTable(folder);
        Fer2013Row[] rows = Directory.Exists(folder) ? [.. ReadFolders(Path.GetFullPath(folder))] : [];
        return rows.Length > 0
            ? rows
            : throw new UserErrorException($"{folder} holds neither manifest.csv nor {Pictures} nor folders PART/LABEL with pictures; name the folder that holds FER2013 with --data.");
    }

    private static List<Fer2013Row> ReadTable(string folder)
    {
        string votesPath = Path.Combine(folder, Votes);
        using IEnumerator<CsvRow>? votes = File.Exists(votesPath) ? CsvTable.Read(votesPath).GetEnumerator() : null;
        HashSet<string> training = [];
        List<Fer2013Row> rows = [];
        foreach (CsvRow row in CsvTable.Read(Path.Combine(folder, Pictures)))
        {
            int emotion = row.Integer("emotion");
            if (emotion < 0 || emotion >= s_emotions.Length)
                throw row.Bad("emotion", "a code from 0 to 6");
            if (!Enum.TryParse(row.Text("Usage"), out Fer2013Split split))
                throw row.Bad("Usage", "Training, PublicTest or PrivateTest");
            byte[] pixels = ParsePixels(row);
            string hash = Convert.ToHexString(SHA256.HashData(pixels));
            bool isDuplicate = split != Fer2013Split.Training && training.Contains(hash);
            if (split == Fer2013Split.Training)
                training.Add(hash);
            if (votes is not null && !votes.MoveNext())
                throw new UserErrorException($"{votesPath} has fewer rows than {Pictures}; copy both tables again, they belong together line by line.");
            rows.Add(WithVotes(
                new Fer2013Row(string.Create(CultureInfo.InvariantCulture, $"{Pictures}#{rows.Count}"), split, s_emotions[emotion], new float[s_voteColumns.Length], 0, isDuplicate) { Pixels = pixels },
                votes?.Current));
        }
        return rows;
    }

    private static Fer2013Row WithVotes(Fer2013Row row, CsvRow? votes) => votes is not { } cells
        ? row
        : row with
        {
            Votes = [.. s_voteColumns.Select(column => Count(cells, column))],
            NotFaceVotes = Count(cells, "NF"),
            ContemptVotes = Count(cells, "contempt"),
            UnknownVotes = Count(cells, "unknown"),
        };

    private static float Count(CsvRow row, string column) => row.NumberOrNull(column) is >= 0 and { } count ? count : throw row.Bad(column, "a number of votes");

    private static byte[] ParsePixels(CsvRow row)
    {
        ReadOnlySpan<char> text = row.Text("pixels");
        byte[] pixels = new byte[Fer2013Row.Side * Fer2013Row.Side];
        int count = 0;
        foreach (Range range in text.Split(' '))
        {
            ReadOnlySpan<char> number = text[range];
            if (number.IsEmpty)
                continue;
            if (count == pixels.Length || !byte.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out pixels[count++]))
                throw BadPixels(row);
        }
        return count == pixels.Length ? pixels : throw BadPixels(row);
    }

    private static UserErrorException BadPixels(CsvRow row) => new(FormattableString.Invariant(
        $"{row.Table.Path}, line {row.Line}: pixels must be {Fer2013Row.Side * Fer2013Row.Side} numbers from 0 to 255; correct or remove the row."));

    private static IEnumerable<Fer2013Row> ReadFolders(string folder)
    {
        foreach (string path in DatasetFolder.Files(folder, MediaKind.Image))
        {
            string relative = Path.GetRelativePath(folder, path);
            if (relative.Split(Path.DirectorySeparatorChar) is not [string part, string label, ..] || DatasetFolder.PartOf(part) is not { } published)
                continue;
            string name = EmotionNames.Of(label);
            if (Fer2013Manifest.Labels.IndexOf(name) < 0)
                throw new UserErrorException($"The picture {path} lies in the folder {label}, which is not one of FER2013's labels: {Fer2013Manifest.Labels}.");
            Fer2013Split split = published switch
            {
                PublishedPart.Training => Fer2013Split.Training,
                PublishedPart.Validation => Fer2013Split.PublicTest,
                _ => Fer2013Split.PrivateTest,
            };
            yield return new Fer2013Row(relative, split, name, new float[s_voteColumns.Length], 0, DuplicateOfTraining: false);
        }
    }
}
