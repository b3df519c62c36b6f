namespace Mien.Preprocessing;

/// <summary>The log-mel spectrogram of whole clips. One object serves one thread at a time.</summary>
public sealed class LogMelExtractor
{
    private readonly StreamingLogMel _stream;
    private float[] _frames = []; // of Extract, used again

    /// <summary>Prepares the analysis that a spec describes.</summary>
    /// <exception cref="Core.UserErrorException">The spec is not valid.</exception>
    public LogMelExtractor(AudioSpec spec) => (Spec, _stream) = (spec, new StreamingLogMel(spec));

    /// <summary>What is extracted.</summary>
    public AudioSpec Spec { get; }

    /// <summary>Number of values of one model input: MelBands * Frames.</summary>
    public int FeatureCount => Spec.MelBands * Spec.Frames;

    /// <summary>
    /// Makes a model's input from a clip: cut or filled to the spec's frames, in dB, normalised. Of a long clip only the beginning is
    /// looked at. Allocates nothing once a clip as long was seen.
    /// </summary>
    /// <param name="samples">Mono samples at the spec's rate; an empty clip gives silence.</param>
    /// <param name="features">Takes (MelBands, Frames).</param>
    public void Extract(ReadOnlySpan<float> samples, Span<float> features)
    {
        // A transform's length beyond the last frame that is taken, so that the end's padding is in none of them.
        long heard = (long)Spec.Frames * Spec.HopSamples + Spec.FftSize;
        if (samples.Length > heard)
            samples = samples[..(int)heard];
        int values = _stream.FramesOf(samples.Length) * Spec.MelBands;
        if (_frames.Length < values)
            _frames = new float[values];
        Transform(samples, _frames.AsSpan(0, values));
        LogMelWindow.Assemble(Spec, _frames.AsSpan(0, values), features);
    }

    /// <summary>All mel frames of a clip, before reference, range and normalisation.</summary>
    /// <param name="samples">Mono samples at the spec's rate.</param>
    /// <returns>(n, MelBands) in dB relative to a power of 1.</returns>
    public float[] Frames(ReadOnlySpan<float> samples)
    {
        float[] frames = new float[_stream.FramesOf(samples.Length) * Spec.MelBands];
        Transform(samples, frames);
        return frames;
    }

    /// <summary>The spectrogram of a whole clip with the spec's reference and range, not cut, not normalised: what librosa calls the log-mel spectrogram.</summary>
    /// <param name="samples">Mono samples at the spec's rate.</param>
    /// <returns>(MelBands, n) in dB.</returns>
    public float[] Spectrogram(ReadOnlySpan<float> samples)
    {
        float[] frames = Frames(samples);
        int count = frames.Length / Spec.MelBands;
        if (count == 0)
            return [];
        float[] spectrogram = new float[frames.Length];
        LogMelWindow.Assemble(Spec with { Frames = count, Mean = 0, Std = 1 }, frames, spectrogram);
        return spectrogram;
    }

    private void Transform(ReadOnlySpan<float> samples, Span<float> frames)
    {
        ReadOnlySpan<float> first = _stream.Push(samples);
        first.CopyTo(frames);
        int known = first.Length;
        _stream.Flush().CopyTo(frames[known..]);
    }
}
