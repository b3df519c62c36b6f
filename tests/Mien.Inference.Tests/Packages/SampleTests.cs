using System.Globalization;
using Mien.Core;
using Mien.Data.Speech;
using Mien.Inference.Tests.Sessions;

namespace Mien.Inference.Tests.Packages;

/// <summary>The program in samples/emotions.</summary>
public sealed class SampleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_sample_reads_a_picture()
    {
        using EmotionSession session = EmotionSession.Load(ShippedModels.FaceEmotion);
        using VideoFrame picture = Picture.Load(RealSession.PicturePath);
        string output = await RunAsync(RealSession.PicturePath);
        foreach (FaceEmotionResult face in session.Analyze(picture))
            AssertTold(face.Emotions, output);
    }

    [Fact]
    public async Task The_sample_hears_a_recording()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/ffmpeg"), "The package ffmpeg is not on this machine.");
        using EmotionSession session = EmotionSession.Load(ShippedModels.SpeechEmotion);
        int rate = session.Model.Spec.Audio!.SampleRateHz;
        short[] sound = [.. RealSession.Sound(rate).Select(sample => (short)Math.Round(sample * 32767))];
        string file = Path.Combine(_folder.Path, "sound.wav");
        using (FileStream stream = File.Create(file))
            WaveFile.Write(stream, sound, rate);
        AssertTold(session.Analyze(new AudioChunk(sound.Select(sample => sample / 32768f).ToArray(), rate, default)), await RunAsync(file));
    }

    private static Task<string> RunAsync(string file) =>
        DotnetCommand.RunAsync(Repository.Root, "exec", Path.Combine("samples", "emotions", "bin", DotnetCommand.Configuration, "net10.0", "emotions.dll"), file);

    private static void AssertTold(EmotionEstimate emotions, string output)
    {
        Assert.Contains($": {emotions.Dominant} (", output, StringComparison.Ordinal);
        for (int i = 0; i < emotions.Labels.Count; i++)
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{emotions.Labels[i],-9} {emotions.Probabilities[i]:0.000}"), output, StringComparison.Ordinal);
    }
}
