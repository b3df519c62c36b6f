namespace Mien.Data.Speech;

/// <summary>
/// RAVDESS speech (Livingstone and Russo, PLoS ONE 2018): modality-channel-emotion-intensity-statement-repetition-actor,
/// two digits each; used are modality 03 (audio only) and channel 01 (speech).
/// </summary>
public sealed class RavdessSpeechCorpus : SpeechCorpus
{
    /// <inheritdoc/>
    public override string Name => "ravdess";

    /// <inheritdoc/>
    protected override (string Speaker, string Label)? Parse(string fileName)
    {
        string[] fields = fileName.Split('-');
        if (fields.Length != 7 || fields[0] != "03" || fields[1] != "01" || !int.TryParse(fields[2], out int emotion))
            return null;
        return emotion >= 1 && emotion <= SpeechLabels.Ravdess8.Count ? (fields[6], SpeechLabels.Ravdess8[emotion - 1]) : null;
    }
}
