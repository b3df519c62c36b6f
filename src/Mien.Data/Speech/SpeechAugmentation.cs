using System.Numerics.Tensors;

namespace Mien.Data.Speech;

/// <summary>Varies recordings: speed, level, position in time and noise on the samples, SpecAugment on the spectrogram.</summary>
public sealed class SpeechAugmentation
{
    private readonly SpeechAugmentationOptions _options;

    /// <summary>Makes an augmentation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public SpeechAugmentation(SpeechAugmentationOptions options)
    {
        options.Validate();
        _options = options;
    }

    /// <summary>Draws a variation of a recording.</summary>
    /// <param name="samples">Mono samples.</param>
    /// <param name="sampleRateHz">Samples a second.</param>
    /// <param name="random">Decides the variation.</param>
    /// <returns>New samples, of another length where speed or position changes.</returns>
    public float[] Apply(ReadOnlySpan<float> samples, int sampleRateHz, SampleRandom random)
    {
        float speed = 1 + random.NextUniform(-_options.Speed, _options.Speed);
        float gain = MathF.Pow(10, random.NextUniform(-_options.GainDecibels, _options.GainDecibels) / 20);
        int shift = (int)(random.NextUniform(-_options.ShiftSeconds, _options.ShiftSeconds) * sampleRateHz);
        float[] varied = Shift(ChangeSpeed(samples, speed), shift);
        TensorPrimitives.Multiply(varied, gain, varied);
        if (_options.CompressionProbability > 0 && random.NextChance(_options.CompressionProbability))
            DynamicRange.Compress(varied, sampleRateHz, _options.CompressionThresholdDecibels, _options.CompressionRatio);
        if (_options.PreEmphasisProbability > 0 && random.NextChance(_options.PreEmphasisProbability))
            PreEmphasize(varied, _options.PreEmphasisCoefficient);
        if (random.NextChance(_options.NoiseProbability))
        {
            if (_options.NoisePeakFraction > 0)
                AddNoiseOfPeak(varied, _options.NoisePeakFraction, random);
            else
                AddNoise(varied, random.NextUniform(_options.NoiseMinSnrDecibels, _options.NoiseMaxSnrDecibels), random);
        }
        return varied;
    }

    /// <summary>
    /// Blanks bands of frequency and stretches of time with the spectrogram's mean (Park et al., "SpecAugment", Interspeech 2019).
    /// </summary>
    /// <param name="logMel">(bands, frames), row-major; changed in place.</param>
    /// <param name="bands">Mel bands.</param>
    /// <param name="frames">Frames.</param>
    /// <param name="random">Decides what is blanked.</param>
    public void Mask(Span<float> logMel, int bands, int frames, SampleRandom random)
    {
        float mean = TensorPrimitives.Average<float>(logMel);
        for (int mask = 0; mask < _options.FrequencyMasks; mask++)
        {
            int height = random.NextIndex(Math.Min(_options.FrequencyMaskBands, bands) + 1), first = random.NextIndex(bands - height + 1);
            logMel.Slice(first * frames, height * frames).Fill(mean);
        }
        for (int mask = 0; mask < _options.TimeMasks; mask++)
        {
            int width = random.NextIndex(Math.Min(_options.TimeMaskFrames, frames) + 1), first = random.NextIndex(frames - width + 1);
            for (int band = 0; band < bands; band++)
                logMel.Slice(band * frames + first, width).Fill(mean);
        }
    }

    /// <summary>Plays samples faster (above 1) or slower, by linear interpolation.</summary>
    public static float[] ChangeSpeed(ReadOnlySpan<float> samples, float speed)
    {
        if (speed == 1 || samples.Length < 2)
            return samples.ToArray();
        float[] changed = new float[(int)((samples.Length - 1) / speed) + 1];
        for (int index = 0; index < changed.Length; index++)
        {
            double position = (double)index * speed;
            int left = Math.Min((int)position, samples.Length - 2);
            float along = (float)(position - left);
            changed[index] = samples[left] * (1 - along) + samples[left + 1] * along;
        }
        return changed;
    }

    /// <summary>Adds white noise at a ratio of speech power to noise power.</summary>
    public static void AddNoise(Span<float> samples, float snrDecibels, SampleRandom random)
    {
        if (samples.IsEmpty)
            return;
        float power = TensorPrimitives.SumOfSquares<float>(samples) / samples.Length;
        float deviation = MathF.Sqrt(power / MathF.Pow(10, snrDecibels / 10));
        AddNormal(samples, deviation, random);
    }

    /// <summary>Adds white noise whose deviation is a fraction of the recording's peak.</summary>
    public static void AddNoiseOfPeak(Span<float> samples, float fraction, SampleRandom random)
    {
        if (!samples.IsEmpty)
            AddNormal(samples, fraction * MathF.Abs(TensorPrimitives.MaxMagnitude<float>(samples)), random);
    }

    /// <summary>Raises high frequencies: y[n] = x[n] - a x[n-1], in place; the first sample stays.</summary>
    public static void PreEmphasize(Span<float> samples, float coefficient)
    {
        for (int index = samples.Length - 1; index > 0; index--)
            samples[index] -= coefficient * samples[index - 1];
    }

    private static void AddNormal(Span<float> samples, float deviation, SampleRandom random)
    {
        foreach (ref float sample in samples)
            sample += deviation * (float)random.NextNormal();
    }

    // Silence before where the shift is positive, else that much of the start is cut off; something is always left.
    private static float[] Shift(float[] samples, int shift)
    {
        if (shift <= 0)
            return samples[Math.Min(-shift, samples.Length / 2)..];
        float[] later = new float[samples.Length + shift];
        samples.CopyTo(later, shift);
        return later;
    }
}
