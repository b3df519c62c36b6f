namespace Mien.Data.Speech;

/// <summary>
/// EMO-DB (Burkhardt et al., Interspeech 2005), for example <c>03a01Wa</c>: digits 1-2 speaker, 3-5 text, 6 emotion (German
/// initial), 7 version. Boredom (L) has no counterpart in RAVDESS; a model without that label leaves it out.
/// </summary>
public sealed class EmoDbCorpus : SpeechCorpus
{
    private static readonly Dictionary<char, string> LabelNames = new()
    {
        ['W'] = "anger",
        ['E'] = "disgust",
        ['A'] = "fear",
        ['F'] = "happy",
        ['T'] = "sad",
        ['N'] = "neutral",
        ['L'] = "boredom",
    };

    /// <inheritdoc/>
    public override string Name => "emodb";

    /// <inheritdoc/>
    protected override (string Speaker, string Label)? Parse(string fileName) =>
        fileName.Length == 7 && LabelNames.TryGetValue(fileName[5], out string? label) ? (fileName[..2], label) : null;
}
