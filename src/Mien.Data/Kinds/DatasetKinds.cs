using Mien.Core;
using Mien.Data.Speech;

namespace Mien.Data.Kinds;

/// <summary>All kinds of datasets that are read.</summary>
public static class DatasetKinds
{
    /// <summary>The kinds, by topic.</summary>
    public static IReadOnlyList<IDatasetKind> All { get; } =
    [
        new RavdessKind(),
        new AffectNetKind(),
        new Fer2013Kind(),
        new SpeechKind(new CremaDCorpus(), "recordings named actor_sentence_emotion_level, such as 1083_ITH_ANG_XX.wav, in any folders"),
        new SpeechKind(new EmoDbCorpus(), "recordings named as 03a01Wa.wav: speaker, text, emotion, version; in any folders"),
        new ImageFolderKind(),
        new AnnotationFileKind(),
        new Landmarks68Kind(),
        new FeaturesKind(),
    ];

    /// <summary>A kind by its name.</summary>
    /// <exception cref="UserErrorException">There is none of that name.</exception>
    public static IDatasetKind Named(string name) => All.FirstOrDefault(kind => kind.Name == name)
        ?? throw new UserErrorException($"There is no kind of dataset named {name}; it is one of {string.Join(", ", All.Select(kind => kind.Name))}.");
}
