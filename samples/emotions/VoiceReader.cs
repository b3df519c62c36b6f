using Mien.Core;
using Mien.Inference;
using Mien.Media;
using Mien.Preprocessing;

namespace Mien.Samples.Emotions;

/// <summary>Tells the emotion of the first seconds of recordings of speech.</summary>
internal sealed class VoiceReader : IDisposable
{
    private readonly Lazy<EmotionSession> _session = new(() => EmotionSession.Load(ShippedModels.SpeechEmotion));

    public static bool IsRecording(string file) => Path.GetExtension(file).ToUpperInvariant() is ".WAV" or ".MP3" or ".FLAC" or ".OGG" or ".OPUS" or ".M4A" or ".AAC";

    public async Task TellAsync(string file, CancellationToken cancellationToken)
    {
        AudioSpec spec = _session.Value.Model.Spec.Audio!;
        float[] samples = await DecodeAsync(file, spec, cancellationToken);
        EmotionEstimate voice = _session.Value.Analyze(new AudioChunk(samples, spec.SampleRateHz, MediaTime.Zero), cancellationToken);
        Console.WriteLine($"  voice: {voice.Dominant} ({voice.DominantProbability:P0})");
        for (int emotion = 0; emotion < voice.Labels.Count; emotion++)
            Console.WriteLine($"    {voice.Labels[emotion],-9} {voice.Probabilities[emotion]:0.000}");
    }

    public void Dispose()
    {
        if (_session.IsValueCreated)
            _session.Value.Dispose();
    }

    // As much as the model's window holds, mono and at its rate; FFmpeg converts whatever the file has.
    private static async Task<float[]> DecodeAsync(string file, AudioSpec spec, CancellationToken cancellationToken)
    {
        MediaReadOptions options = new() { AudioSampleRateHz = spec.SampleRateHz, Duration = spec.WindowDuration + TimeSpan.FromSeconds(1) };
        IMediaSource source = await MediaSource.OpenAsync(file, options, cancellationToken);
        List<float> samples = [];
        await foreach (AudioChunk chunk in source.ReadAudioAsync(cancellationToken))
            samples.AddRange(chunk.Samples.Span);
        return [.. samples];
    }
}
