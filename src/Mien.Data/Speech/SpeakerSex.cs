namespace Mien.Data.Speech;

/// <summary>
/// The sex that a corpus's documentation gives for its speakers, so that evaluation can show whether a model serves both alike:
/// RAVDESS's actors with odd numbers are male (Livingstone and Russo, PLoS ONE 2018); EMO-DB's ten are listed by Burkhardt et al.
/// (Interspeech 2005).
/// </summary>
public static class SpeakerSex
{
    private static readonly string[] s_emoDbMen = ["03", "10", "11", "12", "15"], s_emoDbWomen = ["08", "09", "13", "14", "16"];

    /// <summary><c>female</c>, <c>male</c>, or null where the corpus's file names do not say.</summary>
    public static string? Of(SpeechSample sample)
    {
        string id = sample.Speaker[(sample.Speaker.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return sample.Dataset switch
        {
            "ravdess" when int.TryParse(id, out int actor) => actor % 2 == 1 ? "male" : "female",
            "emodb" when s_emoDbMen.Contains(id) => "male",
            "emodb" when s_emoDbWomen.Contains(id) => "female",
            _ => null,
        };
    }
}
