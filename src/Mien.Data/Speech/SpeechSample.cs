namespace Mien.Data.Speech;

/// <summary>One recording of one person.</summary>
/// <param name="Path">Full path of the audio file.</param>
/// <param name="Dataset">Name of the dataset: ravdess, crema_d or emodb.</param>
/// <param name="Speaker">The person, unique over all datasets: <c>dataset/id</c>, for example <c>ravdess/07</c>.</param>
/// <param name="Label">The emotion, by Mien's name.</param>
public sealed record SpeechSample(string Path, string Dataset, string Speaker, string Label);
