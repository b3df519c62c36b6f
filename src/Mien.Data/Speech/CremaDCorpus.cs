namespace Mien.Data.Speech;

/// <summary>CREMA-D (Cao et al., IEEE TAC 2014): actor_sentence_emotion_level, for example <c>1083_ITH_ANG_XX</c>.</summary>
public sealed class CremaDCorpus : SpeechCorpus
{
    private static readonly Dictionary<string, string> LabelNames = new()
    {
        ["ANG"] = "anger",
        ["DIS"] = "disgust",
        ["FEA"] = "fear",
        ["HAP"] = "happy",
        ["NEU"] = "neutral",
        ["SAD"] = "sad",
    };

    /// <inheritdoc/>
    public override string Name => "crema_d";

    /// <inheritdoc/>
    protected override (string Speaker, string Label)? Parse(string fileName)
    {
        string[] fields = fileName.Split('_');
        return fields.Length == 4 && LabelNames.TryGetValue(fields[2], out string? label) ? (fields[0], label) : null;
    }
}
