using System.Diagnostics;
using Mien.Core;
using Mien.Data.Caching;
using Mien.Data.Clips;
using Mien.Data.Faces;
using Mien.Data.Kinds;
using Mien.Data.Speech;
using Mien.Preprocessing;

namespace Mien.Data.Tests.Clips;

public sealed class ClipDatasetTests : IDisposable
{
    private static readonly ImageSpec s_image = new() { Width = 32, Height = 32 };
    private static readonly AudioSpec s_audio = new() { SampleRateHz = 8000, FftSize = 512, HopSamples = 256, MelBands = 16, Frames = 20 };

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_film_without_a_face_leaves_the_voice_and_says_so()
    {
        Make("video/01-01-05-01-02-01-12.mp4", "-f", "lavfi", "-i", "color=gray:size=64x64:rate=5:duration=1");
        Make("audio/03-01-05-01-02-01-12.wav", "-f", "lavfi", "-i", "sine=frequency=300:duration=0.5");
        Make("audio/03-01-03-01-02-01-12.wav", "-f", "lavfi", "-i", "sine=frequency=600:duration=0.5");

        using Opened both = Open(ClipModality.Both);

        Assert.Equal(["image", "audio", "presence"], both.Dataset.Inputs.Select(input => input.Name));
        Assert.Equal([(false, true), (false, true)], Enumerable.Range(0, both.Dataset.Count).Select(both.Dataset.PresenceOf));
        (float[] input, float[] target) = both.Read(1);
        Assert.All(input[..(3 * 32 * 32)], value => Assert.Equal(0, value));
        Assert.Equal([0, 1], input[^2..]);
        Assert.Equal("anger", both.Dataset.Labels[Array.IndexOf(target, 1)]);
        using Opened voice = Open(ClipModality.Voice);
        Assert.Equal(input[(3 * 32 * 32)..^2], voice.Read(1).Input);
        Assert.Contains("data.modality", Assert.Throws<UserErrorException>(() => Open(ClipModality.Face)).Message);
    }

    [Fact]
    public void Real_clips_give_faces_that_stay_the_same_from_the_cache()
    {
        string clips = SharedData.RequireFolder("ravdess_video");
        string[] films = [.. Directory.EnumerateFiles(clips, "01-*.mp4").Order(StringComparer.Ordinal).Take(2)];
        foreach (string film in films)
            File.Copy(film, Path.Combine(_folder.Path, Path.GetFileName(film)));
        string cache = Path.Combine(_folder.Path, "cache");
        (float[] Input, float[] Target) first, second, inMemory;
        using (Opened opened = Open(ClipModality.Both, cache))
        {
            Assert.Equal(2, opened.Dataset.Count);
            Assert.Equal((true, true), opened.Dataset.PresenceOf(0)); // the film's own sound
            first = opened.Read(0);
        }
        using (Opened opened = Open(ClipModality.Both, cache))
            second = opened.Read(0);
        using (Opened opened = Open(ClipModality.Both))
            inMemory = opened.Read(0);

        Assert.Equal(first.Input, second.Input);
        Assert.Equal(first.Input, inMemory.Input);
        Assert.Equal([1, 1], first.Input[^2..]);
        Assert.True(first.Input[..(3 * 32 * 32)].Max() - first.Input[..(3 * 32 * 32)].Min() > 1);
    }

    [Fact]
    public void Training_can_hide_one_side_but_never_both()
    {
        string clips = SharedData.RequireFolder("ravdess_video");
        string film = Directory.EnumerateFiles(clips, "01-*.mp4").Order(StringComparer.Ordinal).First();
        File.Copy(film, Path.Combine(_folder.Path, Path.GetFileName(film)));
        using Opened opened = Open(ClipModality.Both, options: new ClipOptions { HideFaceProbability = 0.5f, HideVoiceProbability = 0.5f });
        float[][] presences = [.. Enumerable.Range(0, 40).Select(seed => opened.Read(0, new SampleRandom(seed)).Input[^2..])];

        Assert.Equal(3, presences.Select(presence => (presence[0], presence[1])).Distinct().Count());
        Assert.DoesNotContain(presences, presence => presence[0] + presence[1] == 0);
    }

    public void Dispose() => _folder.Dispose();

    private void Make(string file, params string[] source)
    {
        string path = Path.Combine(_folder.Path, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using Process process = Process.Start(new ProcessStartInfo("ffmpeg", ["-loglevel", "error", .. source, "-y", path]))!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private Opened Open(ClipModality modality, string? cache = null, ClipOptions? options = null)
    {
        FaceCropReader crops = new(s_image);
        FilmFaceReader films = new(crops, 3, cache is null ? null : new ContentCache(cache));
        WaveformStore waveforms = new(null, s_audio.SampleRateHz);
        return new Opened(
            new ClipDataset(
                new RavdessKind().List(_folder.Path), SpeechLabels.Ravdess8, (options ?? new ClipOptions()) with { Modality = modality }, films, crops,
                samples => new SpeechDataset(samples, SpeechLabels.Ravdess8, s_audio, waveforms)),
            films);
    }

    private sealed record Opened(ClipDataset Dataset, FilmFaceReader Films) : IDisposable
    {
        public (float[] Input, float[] Target) Read(int index, SampleRandom? random = null)
        {
            float[] input = new float[Dataset.Inputs.Sum(part => part.Length)], target = new float[Dataset.Labels.Count];
            Dataset.Read(index, new SampleBuffer(input, target), random);
            return (input, target);
        }

        public void Dispose() => Films.Dispose();
    }
}
