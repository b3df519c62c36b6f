using System.Globalization;
using Mien.Core;

namespace Mien.Data.Faces;

/// <summary>
/// Reads <c>manifest.csv</c> of a FER2013 folder, with the FER+ votes (Barsoum et al., ICMI 2016). Columns: file, split, label,
/// votes_neutral, votes_happiness, votes_surprise, votes_sadness, votes_anger, votes_disgust, votes_fear, votes_contempt,
/// votes_unknown, votes_nf, duplicate_of_training.
/// </summary>
public static class Fer2013Manifest
{
    private static readonly Dictionary<string, string> LabelNames = new()
    {
        ["neutral"] = "neutral",
        ["happy"] = "happy",
        ["sad"] = "sad",
        ["surprise"] = "surprise",
        ["fear"] = "fear",
        ["disgust"] = "disgust",
        ["angry"] = "anger",
    };

    private static readonly string[] VoteColumns =
        ["votes_neutral", "votes_happiness", "votes_sadness", "votes_surprise", "votes_fear", "votes_disgust", "votes_anger"];

    /// <summary>The seven labels, in the order used for votes, targets and the model's output.</summary>
    public static EmotionLabelSet Labels => EmotionLabelSet.Shared7;

    /// <summary>Reads the manifest of a FER2013 folder.</summary>
    /// <exception cref="UserErrorException">The manifest is missing, lacks a column or has a bad row.</exception>
    public static IReadOnlyList<Fer2013Row> Read(string folder)
    {
        string path = Path.Combine(folder, "manifest.csv");
        if (!File.Exists(path))
            throw new UserErrorException($"{path} does not exist; name the folder that holds FER2013 with --data.");
        using StreamReader reader = new(path);
        string[] header = (reader.ReadLine() ?? "").Split(',');
        int Column(string name) => Array.IndexOf(header, name) is >= 0 and int column
            ? column
            : throw new UserErrorException($"{path} has no column {name}; it is not a FER2013 manifest.");
        int file = Column("file"), split = Column("split"), label = Column("label"), notFace = Column("votes_nf"), duplicate = Column("duplicate_of_training");
        int contempt = Array.IndexOf(header, "votes_contempt"), unknown = Array.IndexOf(header, "votes_unknown");
        int[] votes = [.. VoteColumns.Select(Column)];

        List<Fer2013Row> rows = [];
        for (int number = 2; reader.ReadLine() is { } line; number++)
        {
            string[] cells = line.Split(',');
            UserErrorException BadRow() => new($"{path}, line {number}: not a row of a FER2013 manifest: {line}");
            if (cells.Length != header.Length || !Enum.TryParse(cells[split], out Fer2013Split part) || !LabelNames.TryGetValue(cells[label], out string? name))
                throw BadRow();
            float Count(int column) => float.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out float count) && count >= 0 ? count : throw BadRow();
            rows.Add(new Fer2013Row(cells[file], part, name, [.. votes.Select(Count)], Count(notFace), cells[duplicate] == "1")
            {
                ContemptVotes = contempt >= 0 ? Count(contempt) : 0,
                UnknownVotes = unknown >= 0 ? Count(unknown) : 0,
            });
        }
        return rows;
    }
}
