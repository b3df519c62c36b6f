namespace Mien.Preprocessing;

/// <summary>The log-mel spectrogram of whole clips. One object serves one thread at a time.</summary>
public sealed class LogMelExtractor
{
    private readonly StreamingLogMel _stream;

    /// <summary>Prepares the analysis that a spec describes.</summary>
    /// <exception cref="Core.UserErrorException">The spec is not valid.</exception>
    public LogMelExtractor(AudioSpec spec) => (Spec, _stream) = (spec, new StreamingLogMel(spec));

    /// <summary>What is extracted.</summary>
    public AudioSpec Spec { get; }

    /// <summary>Number of values of one model input: MelBands * Frames.</summary>
    public int FeatureCount => Spec.MelBands * Spec.Frames;

    /// <summary>Makes a model's input from a clip: cut or filled to the spec's frames, in dB, normalised.</summary>
    /// <param name="samples">Mono samples at the spec's rate; an empty clip gives silence.</param>
    /// <param name="features">Takes (MelBands, Frames).</param>
    public void Extract(ReadOnlySpan<float> samples, Span<float> features) =>
        LogMelWindow.Assemble(Spec, Frames(samples), features);

    /// <summary>All mel frames of a clip, before reference, range and normalisation.</summary>
    /// <param name="samples">Mono samples at the spec's rate.</param>
    /// <returns>(n, MelBands) in dB relative to a power of 1.</returns>
    public float[] Frames(ReadOnlySpan<float> samples)
    {
        float[] frames = new float[_stream.FramesOf(samples.Length) * Spec.MelBands];
        ReadOnlySpan<float> first = _stream.Push(samples);
        first.CopyTo(frames);
        int known = first.Length;
        _stream.Flush().CopyTo(frames.AsSpan(known));
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
}
