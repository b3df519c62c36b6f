using System.Text.Json.Nodes;
using Mien.Preprocessing;

namespace Mien.Analysis.Tests.Browser;

/// <summary>Log-mel frames, voice activity and a normalised window of one sound.</summary>
internal static class SoundGolden
{
    private const int Stride = 20; // every how manieth mel frame is kept

    public static JsonObject Make(string folder, GoldenSound sound, AudioSpec spec)
    {
        float[] samples = sound.Make(folder);
        ReadOnlySpan<float> mel = new StreamingLogMel(spec).Push(samples);
        int frames = mel.Length / spec.MelBands;
        JsonArray kept = [];
        for (int frame = 0; frame < frames; frame += Stride)
            kept.Add(GoldenJson.Numbers(mel.Slice(frame * spec.MelBands, spec.MelBands)));
        float[] window = new float[spec.MelBands * spec.Frames];
        LogMelWindow.Assemble(spec, mel, window);
        char[] speech = [.. new VoiceActivityDetector(new VoiceActivityOptions { SampleRateHz = spec.SampleRateHz }).Push(samples).ToArray().Select(frame => frame.IsSpeech ? '1' : '0')];
        return new JsonObject
        {
            ["sound"] = sound.ToJson(),
            ["melFrames"] = frames,
            ["melStride"] = Stride,
            ["mel"] = kept,
            ["firstBand"] = GoldenJson.Numbers(window.AsSpan(0, spec.Frames)),
            ["lastBand"] = GoldenJson.Numbers(window.AsSpan(window.Length - spec.Frames)),
            ["speech"] = new string(speech),
        };
    }
}
