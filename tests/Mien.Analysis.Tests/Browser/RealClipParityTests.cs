using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Mien.Core;
using Mien.Interop.OpenCv;
using Mien.Media;

namespace Mien.Analysis.Tests.Browser;

/// <summary>
/// Frames and sound of real films through both paths: this pipeline, and the browser's engine in node, which is held to what this one wrote
/// (web/tests/inference/parity.test.ts). Skipped where the films or the npm packages of web/ are not at hand.
/// </summary>
public sealed class RealClipParityTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(8);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Both_paths_agree_on_films()
    {
        (string Film, double FramesPerSecond)[] films = [(ClipTests.SharedClip("obama_20s.mp4"), 5), (ClipTests.SharedClip("single_face.mp4"), 10), (ClipTests.SharedClip("bbaf2n.mpg"), 10)];
        string web = Path.Combine(Repository.Root, "web");
        Assert.SkipUnless(Directory.Exists(Path.Combine(web, "node_modules", "vitest")), "the npm packages of web/ are not installed (./mien serve does it)");
        using LoadedModels loaded = LoadedModels.Load(new AnalysisModelOptions { Threads = 1 });
        using StageGolden stages = new();
        JsonObject golden = new() { ["stages"] = new JsonArray(), ["sounds"] = new JsonArray(), ["streams"] = new JsonArray() };
        foreach ((string film, double framesPerSecond) in films)
            await AddAsync(golden, film, framesPerSecond, stages, loaded.Models);
        BrowserGolden.Write(_folder.Path, golden);
        await RunAsync(web);
    }

    private async Task AddAsync(JsonObject golden, string film, double framesPerSecond, StageGolden stages, AnalysisModels models)
    {
        string prefix = Path.GetFileNameWithoutExtension(film);
        IMediaSource source = await MediaSource.OpenAsync(film, new MediaReadOptions { FramesPerSecond = framesPerSecond, Duration = TimeSpan.FromSeconds(3) });
        List<(GoldenScene Scene, MediaTime Time)> frames = [];
        await foreach (VideoFrame frame in source.ReadFramesAsync())
        {
            using (frame)
            {
                string name = $"{prefix}-{frames.Count}.png";
                await File.WriteAllBytesAsync(Path.Combine(_folder.Path, name), ImageCodec.EncodePng(frame));
                frames.Add((new GoldenScene(name, frame.Width, frame.Height), frame.Time));
            }
        }
        GoldenSound? sound = await WriteSoundAsync(source, $"{prefix}.f32");
        JsonObject stream = StreamGolden.Make(_folder.Path, frames, sound, models);
        Assert.Contains(stream["frames"]!.AsArray(), frame => frame!["faces"]!.AsArray().Count > 0);
        golden["stages"]!.AsArray().Add(stages.Make(_folder.Path, frames[0].Scene));
        golden["stages"]!.AsArray().Add(stages.Make(_folder.Path, frames[^1].Scene));
        if (sound is not null)
            golden["sounds"]!.AsArray().Add(SoundGolden.Make(_folder.Path, sound, models.SpeechModel!.Spec.Audio!));
        golden["streams"]!.AsArray().Add(stream);
    }

    private async Task<GoldenSound?> WriteSoundAsync(IMediaSource source, string name)
    {
        List<float> samples = [];
        await foreach (AudioChunk chunk in source.ReadAudioAsync())
            samples.AddRange(chunk.Samples.Span);
        if (samples.Count == 0)
            return null;
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, name), MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(samples)).ToArray());
        return new GoldenSound((double)samples.Count / GoldenSound.SampleRateHz, name);
    }

    private async Task RunAsync(string web)
    {
        using Process node = new()
        {
            StartInfo = new ProcessStartInfo("node", ["node_modules/vitest/vitest.mjs", "run", "tests/inference/parity.test.ts", "--no-color"])
            {
                WorkingDirectory = web,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["MIEN_GOLDEN"] = _folder.Path },
            },
        };
        node.Start();
        using CancellationTokenSource patience = new(s_patience);
        try
        {
            Task<string> output = node.StandardOutput.ReadToEndAsync(patience.Token), errors = node.StandardError.ReadToEndAsync(patience.Token);
            string said = await output + await errors;
            await node.WaitForExitAsync(patience.Token);
            TestContext.Current.TestOutputHelper?.WriteLine(said);
            Assert.True(node.ExitCode == 0, said);
        }
        finally
        {
            if (!node.HasExited)
                node.Kill(entireProcessTree: true);
        }
    }
}
