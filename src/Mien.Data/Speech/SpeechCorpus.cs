using Mien.Core;

namespace Mien.Data.Speech;

/// <summary>A corpus whose file names say who speaks and how.</summary>
public abstract class SpeechCorpus : ISpeechCorpus
{
    private static readonly string[] AudioExtensions = [".flac", ".wav", ".mp3", ".m4a", ".ogg"];

    /// <summary>The corpora that configs can name.</summary>
    public static IReadOnlyList<ISpeechCorpus> All { get; } = [new RavdessSpeechCorpus(), new CremaDCorpus(), new EmoDbCorpus()];

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SpeechSample> Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new UserErrorException($"The folder {folder} of the dataset {Name} does not exist; name the folder that holds the datasets with --data.");
        List<SpeechSample> samples = [];
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            if (AudioExtensions.Contains(Path.GetExtension(path).ToLowerInvariant()) && Parse(Path.GetFileNameWithoutExtension(path)) is var (speaker, label))
                samples.Add(new SpeechSample(Path.GetFullPath(path), Name, $"{Name}/{speaker}", label));
        return samples.Count > 0
            ? samples
            : throw new UserErrorException($"The folder {folder} holds no recording named as {Name}'s are; check --data.");
    }

    /// <summary>Reads speaker and label off a file name without extension; null where it is not one to use.</summary>
    protected abstract (string Speaker, string Label)? Parse(string fileName);
}
