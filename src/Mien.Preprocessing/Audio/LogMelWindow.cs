using System.Numerics.Tensors;

namespace Mien.Preprocessing;

/// <summary>
/// Makes a model's input from mel frames: takes the first <see cref="AudioSpec.Frames"/> of them, applies reference and range over
/// just these, fills up at the end with their quietest possible level, and normalises.
/// </summary>
public static class LogMelWindow
{
    /// <summary>Assembles one input.</summary>
    /// <param name="spec">What the model expects.</param>
    /// <param name="decibels">Frames as <see cref="StreamingLogMel"/> gives them: (n, MelBands) in dB.</param>
    /// <param name="features">Takes (MelBands, Frames).</param>
    /// <exception cref="ArgumentException">A length does not fit the spec.</exception>
    public static void Assemble(AudioSpec spec, ReadOnlySpan<float> decibels, Span<float> features)
    {
        int bands = spec.MelBands;
        if (decibels.Length % bands != 0)
            throw new ArgumentException($"Mel frames of {bands} bands are needed, but {decibels.Length} values were given.", nameof(decibels));
        if (features.Length != bands * spec.Frames)
            throw new ArgumentException($"Room for {bands} x {spec.Frames} values is needed, but there is room for {features.Length}.", nameof(features));
        int frames = Math.Min(decibels.Length / bands, spec.Frames);
        ReadOnlySpan<float> used = decibels[..(frames * bands)];
        float silence = (float)Decibels.FromPower(0);
        float highest = used.IsEmpty ? silence : TensorPrimitives.Max(used);
        // Without a range the quietest level is that of no power at all.
        float floor = spec.TopDb is { } topDb ? Math.Max(silence, highest - topDb) : silence;
        float zero = spec.Reference == DecibelReference.Maximum ? highest : 0;
        float offset = zero + spec.Mean;
        float scale = 1 / spec.Std;
        float filling = (floor - offset) * scale;
        for (int band = 0; band < bands; band++)
        {
            Span<float> row = features.Slice(band * spec.Frames, spec.Frames);
            for (int frame = 0; frame < frames; frame++)
                row[frame] = (Math.Max(used[frame * bands + band], floor) - offset) * scale;
            row[frames..].Fill(filling);
        }
    }
}
