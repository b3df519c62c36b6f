using Mien.Data.Speech;

namespace Mien.Data.Kinds;

/// <summary>A corpus of speech whose file names say who speaks and how.</summary>
/// <param name="corpus">The corpus.</param>
/// <param name="layout">Its naming in a sentence.</param>
public sealed class SpeechKind(ISpeechCorpus corpus, string layout) : IDatasetKind
{
    /// <inheritdoc/>
    public string Name => corpus.Name;

    /// <inheritdoc/>
    public string Layout => layout;

    /// <inheritdoc/>
    public IReadOnlyList<DatasetItem> List(string root) =>
        [.. corpus.Read(root).Select(sample => new DatasetItem { Path = sample.Path, Medium = ItemMedium.Sound, Label = sample.Label, Person = sample.Speaker })];
}
