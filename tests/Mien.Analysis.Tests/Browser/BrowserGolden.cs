using System.Text.Json.Nodes;
using Mien.Core;

namespace Mien.Analysis.Tests.Browser;

/// <summary>The golden file of the engine inside the browser (web/tests/inference/parity.test.ts reads it).</summary>
internal static class BrowserGolden
{
    public const string FileName = "parity.json";
    public const string Portrait = "portrait.png";

    /// <summary>Everything about drawn frames and made sound.</summary>
    /// <param name="folder">Where <see cref="Portrait"/> is.</param>
    public static JsonObject Make(string folder)
    {
        using StageGolden stages = new();
        using LoadedModels loaded = LoadedModels.Load(new AnalysisModelOptions { Threads = 1 });
        // The detector's three ways: half the size, another factor, as it is; and nobody.
        GoldenScene[] scenes =
        [
            new(Portrait, 640, 480, 2),
            new(Portrait, 500, 375, 1, 100, 80),
            new(Portrait, 320, 240),
            new(Portrait, 300, 200, 1, -20, -10),
            new(Portrait, 1280, 720, 2, 600, 200),
            new(null, 320, 240),
        ];
        GoldenSound sound = new(6);
        (GoldenScene, MediaTime)[] frames = [.. Enumerable.Range(0, 14).Select(i => (new GoldenScene(Portrait, 400, 300, 1, 10 + 4 * i, 30 - i), MediaTime.FromSeconds(2.4 + 0.2 * i)))];
        return new JsonObject
        {
            ["sampling"] = SamplingGolden.Make(folder, scenes[2]),
            ["stages"] = new JsonArray([.. scenes.Select(scene => stages.Make(folder, scene))]),
            ["sounds"] = new JsonArray(SoundGolden.Make(folder, sound, loaded.Models.SpeechModel!.Spec.Audio!)),
            ["films"] = new JsonArray([.. ((double[])[0.7, 5.3, 8]).Select(seconds => FilmSpeechGolden.Make(folder, new GoldenSound(seconds), loaded.Models))]),
            ["tracking"] = TrackingGolden.Make(),
            ["streams"] = new JsonArray(StreamGolden.Make(folder, frames, sound, loaded.Models)),
        };
    }

    public static void Write(string folder, JsonObject golden) => File.WriteAllText(Path.Combine(folder, FileName), golden.ToJsonString() + "\n");
}
