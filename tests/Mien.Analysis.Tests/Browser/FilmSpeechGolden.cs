using System.Text.Json.Nodes;
using Mien.Core;

namespace Mien.Analysis.Tests.Browser;

/// <summary>The windows of speech of a whole film, to its end.</summary>
internal static class FilmSpeechGolden
{
    public static JsonObject Make(string folder, GoldenSound sound, AnalysisModels models)
    {
        SpeechWindower windower = new(models.SpeechClassifier!, new AnalysisOptions());
        AudioChunk whole = new(sound.Make(folder), GoldenSound.SampleRateHz, MediaTime.Zero);
        SpeechObservation[] windows = [.. windower.Push(whole), .. windower.Complete()];
        return new JsonObject { ["sound"] = sound.ToJson(), ["windows"] = new JsonArray([.. windows.Select(GoldenJson.Speech)]) };
    }
}
