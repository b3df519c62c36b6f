using Mien.Core;
using Mien.Data.Speech;
using Mien.Media;

namespace Mien.Data.Kinds;

/// <summary>
/// RAVDESS speech with pictures and sound (Livingstone and Russo, PLoS ONE 2018): films 01-*.mp4 (with sound) or 02-*.mp4
/// (without) and recordings 03-*.wav, which belong together where all but the first two digits of their names are the same. They
/// may lie in any folders, for example <c>video/Actor_NN</c> and <c>audio/Actor_NN</c>. Films alone and recordings alone are
/// items too. A <c>labels.csv</c> (name, label) goes before the labels in the names.
/// </summary>
public sealed class RavdessKind : IDatasetKind
{
    private const string WithSound = "01", Speech = "01";

    /// <inheritdoc/>
    public string Name => "ravdess";

    /// <inheritdoc/>
    public string Layout => "video/Actor_NN/01-*.mp4 and audio/Actor_NN/03-*.wav (either alone works too), and where wanted labels.csv (name, label)";

    /// <inheritdoc/>
    public IReadOnlyList<DatasetItem> List(string root)
    {
        string folder = DatasetFolder.Require(root, Name);
        Dictionary<string, string> labels = ReadLabels(Path.Combine(folder, "labels.csv"));
        SortedDictionary<string, (string? Film, string? Sound)> clips = new(StringComparer.Ordinal);
        foreach (string path in DatasetFolder.Files(folder, MediaKind.Video).Concat(DatasetFolder.Files(folder, MediaKind.Audio)))
        {
            if (Path.GetFileNameWithoutExtension(path).Split('-') is not [{ Length: 2 } modality, Speech, _, _, _, _, _] fields)
                continue;
            string clip = string.Join('-', fields[1..]);
            (string? film, string? sound) = clips.GetValueOrDefault(clip);
            clips[clip] = MediaFileNames.KindOf(path) == MediaKind.Audio ? (film, sound ?? path)
                : film is null || modality == WithSound ? (path, sound)
                : (film, sound);
        }
        DatasetItem[] items = [.. clips.Select(clip => MakeItem(clip.Key, clip.Value.Film, clip.Value.Sound, labels)).OfType<DatasetItem>()];
        return items.Length > 0 ? items : throw new UserErrorException($"The folder {root} holds no clip named as RAVDESS's are (01-01-05-01-02-01-12.mp4); give it this layout: {Layout}.");
    }

    private static DatasetItem? MakeItem(string clip, string? film, string? sound, Dictionary<string, string> labels)
    {
        string[] fields = clip.Split('-');
        string? named = int.TryParse(fields[1], out int code) && code >= 1 && code <= SpeechLabels.Ravdess8.Count ? SpeechLabels.Ravdess8[code - 1] : null;
        if ((labels.GetValueOrDefault(clip) ?? named) is not { } label)
            return null;
        bool hasOwnSound = film is not null && Path.GetFileName(film).StartsWith(WithSound, StringComparison.Ordinal);
        return new DatasetItem
        {
            Path = (film ?? sound)!,
            Medium = film is null ? ItemMedium.Sound : ItemMedium.Film,
            SoundPath = sound ?? (hasOwnSound ? film : null),
            Label = label,
            Person = $"ravdess/{fields[^1]}",
        };
    }

    // A name may be that of the film, of the recording, or of both without the first two digits.
    private static Dictionary<string, string> ReadLabels(string path)
    {
        Dictionary<string, string> labels = [];
        if (!File.Exists(path))
            return labels;
        foreach (CsvRow row in CsvTable.Read(path))
        {
            string[] fields = Path.GetFileNameWithoutExtension(row.Text("name")).Split('-');
            if (fields.Length is not (6 or 7))
                throw row.Bad("name", "a clip's name such as 01-01-05-01-02-01-12.mp4");
            string label = row.Text("label");
            if (int.TryParse(label, out int code) && code >= 1 && code <= SpeechLabels.Ravdess8.Count)
                label = SpeechLabels.Ravdess8[code - 1];
            if (SpeechLabels.Ravdess8.IndexOf(EmotionNames.Of(label)) < 0)
                throw row.Bad("label", $"a code from 1 to 8 or one of {SpeechLabels.Ravdess8}");
            labels[string.Join('-', fields[^6..])] = EmotionNames.Of(label);
        }
        return labels;
    }
}
