using Mien.Data.Kinds;
using Mien.Data.Speech;

namespace Mien.Training.Options;

/// <summary>One corpus of speech.</summary>
public sealed record CorpusOptions
{
    /// <summary>Its name: ravdess, crema_d or emodb.</summary>
    public string Name { get; init; } = "";

    /// <summary>Its folder within the data's root.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Throws where the name is unknown or the folder missing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A text is not allowed.</exception>
    public void Validate()
    {
        OptionRange.Require(SpeechCorpus.All.Any(corpus => corpus.Name == Name), nameof(Name), $"\"{Name}\"", $"one of {string.Join(", ", SpeechCorpus.All.Select(corpus => corpus.Name))}");
        OptionRange.Require(Folder.Length > 0, nameof(Folder), "nothing", "a folder");
    }

    /// <summary>Lists the corpus's recordings.</summary>
    /// <param name="root">The folder that holds the datasets.</param>
    /// <exception cref="Core.UserErrorException">The folder is missing or holds other files.</exception>
    public IReadOnlyList<SpeechSample> Read(string root)
    {
        string folder = Path.Combine(root, Folder);
        IReadOnlySet<string> dropped = DroppedFiles.Read(folder);
        return [.. SpeechCorpus.All.Single(corpus => corpus.Name == Name).Read(folder).Where(sample => !dropped.Contains(sample.Path))];
    }
}
