using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Mien.Analysis;
using Mien.Analysis.Tests.Browser;
using Mien.Core;
using Mien.Inference;
using Mien.Web.Tests.Browser;
using Mien.Web.Tests.Support;

namespace Mien.Web.Tests;

/// <summary>The engine inside the page, in a real browser, against the session that serves streams: the same raw frames and the same sound.</summary>
public sealed class EngineParityTests(Stage stage) : PageTest(stage)
{
    private const double ProbabilityTolerance = 1e-3, PixelTolerance = 0.1;

    private static readonly string s_golden = Path.Combine(Repository.Root, "tests", "Golden", "browser");

    [Fact]
    public async Task Both_paths_agree_on_the_same_frames_and_sound()
    {
        await using BrowserPage page = await OpenAsync();
        string script = Path.GetFileName(Directory.EnumerateFiles(Path.Combine(WebServer.WebFolder, "assets"), "localEngine-*.js").Single());
        await page.EvaluateAsync<bool>(
            $"import('/assets/{script}').then(m => m.createLocalEngine({{modelsUrl: '/models/', audio: true, landmarks: true}})).then(engine => {{ window.engine = engine; return true; }})");
        using LoadedModels models = LoadedModels.Load(new AnalysisModelOptions { Threads = 1 });
        LiveSession session = new(models.Models);
        float[] sound = new GoldenSound(3).Make(s_golden);
        int heard = 0;
        for (int i = 0; i < 5; i++)
        {
            MediaTime time = MediaTime.FromSeconds(2 + 0.25 * i);
            int until = (int)(time.Seconds * GoldenSound.SampleRateHz);
            await HearAsync(page, session, sound.AsMemory(heard, until - heard), heard);
            heard = until;
            using VideoFrame frame = new GoldenScene("portrait.png", 640, 480, 2, 10 * i, 7 * i).Draw(s_golden, time);
            Compare(session.Analyze(frame).Moment, await AnalyzeInPageAsync(page, frame));
        }
        await page.RunAsync("window.engine.dispose()");
        AssertNoComplaints(page);
    }

    private static async Task HearAsync(BrowserPage page, LiveSession session, ReadOnlyMemory<float> samples, int first)
    {
        MediaTime time = MediaTime.FromSamples(first, GoldenSound.SampleRateHz);
        session.PushAudio(new AudioChunk(samples, GoldenSound.SampleRateHz, time));
        string bytes = Convert.ToBase64String(MemoryMarshal.AsBytes(samples.Span));
        await page.RunAsync($"window.engine.pushAudio(new Float32Array(Uint8Array.from(atob('{bytes}'), c => c.charCodeAt(0)).buffer), {time.Microseconds})");
    }

    private static Task<JsonElement> AnalyzeInPageAsync(BrowserPage page, VideoFrame frame) => page.EvaluateAsync<JsonElement>(string.Create(CultureInfo.InvariantCulture, $$"""
        (() => {
          const rgb = atob('{{Convert.ToBase64String(frame.Rgb.Span)}}');
          const image = new ImageData({{frame.Width}}, {{frame.Height}});
          for (let i = 0; i < image.data.length; i++)
            image.data[i] = i % 4 === 3 ? 255 : rgb.charCodeAt((i >> 2) * 3 + i % 4);
          return window.engine.analyzeFrame(image, {{frame.Time.Microseconds}});
        })()
        """));

    private static void Compare(TimelineMoment expected, JsonElement actual)
    {
        FaceObservation face = Assert.Single(expected.Faces);
        JsonElement seen = Assert.Single(actual.GetProperty("faces").EnumerateArray());
        Assert.Equal(face.Id, seen.GetProperty("id").GetInt32());
        BoundingBox box = face.Detection.Box;
        Assert.All(
            seen.GetProperty("box").EnumerateArray().Zip([box.X, box.Y, box.Width, box.Height]),
            pair => Assert.Equal(pair.Second, pair.First.GetDouble(), PixelTolerance));
        Assert.All(
            seen.GetProperty("landmarks").EnumerateArray().Zip(face.Landmarks!.Points.SelectMany(point => (float[])[point.X, point.Y])),
            pair => Assert.Equal(pair.Second, pair.First.GetDouble(), PixelTolerance));
        Compare(face.Face!, seen.GetProperty("probabilities"));
        Compare(face.Fused!, seen.GetProperty("smoothed"));
        Assert.Equal(face.Quality.Score, seen.GetProperty("quality").GetProperty("quality").GetDouble(), ProbabilityTolerance);
        JsonElement speech = actual.GetProperty("speech");
        Assert.Equal(expected.Speech!.End.Microseconds, speech.GetProperty("end").GetInt64());
        Assert.Equal(expected.Speech.Presence, speech.GetProperty("presence").GetDouble(), ProbabilityTolerance);
        Compare(expected.Speech.Speech!, speech.GetProperty("probabilities"));
    }

    private static void Compare(EmotionEstimate expected, JsonElement actual)
    {
        Assert.Equal(expected.Labels, actual.EnumerateObject().Select(label => label.Name));
        for (int i = 0; i < expected.Labels.Count; i++)
            Assert.Equal(expected.Probabilities[i], actual.GetProperty(expected.Labels[i]).GetDouble(), ProbabilityTolerance);
    }
}
