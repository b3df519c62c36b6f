namespace Mien.Preprocessing;

/// <summary>Mel-frequency cepstral coefficients: the orthonormal DCT-II of each frame of a log-mel spectrogram, as <c>librosa.feature.mfcc</c>.</summary>
public sealed class Mfcc
{
    private readonly LogMelExtractor _logMel;
    private readonly double[][] _basis; // of each coefficient, over the bands

    /// <summary>Prepares the extraction.</summary>
    /// <param name="spec">The spectrogram underneath; librosa's own default has 128 bands.</param>
    /// <param name="coefficients">Coefficients of each frame, 1..MelBands.</param>
    /// <exception cref="Core.UserErrorException">The spec is not valid.</exception>
    public Mfcc(AudioSpec spec, int coefficients = 20)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(coefficients, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(coefficients, spec.MelBands);
        _logMel = new LogMelExtractor(spec);
        _basis = [.. Enumerable.Range(0, coefficients).Select(k => Basis(k, spec.MelBands))];
    }

    /// <summary>Coefficients of each frame.</summary>
    public int Coefficients => _basis.Length;

    /// <summary>The coefficients of a clip.</summary>
    /// <param name="samples">Mono samples at the spec's rate.</param>
    /// <returns>(Coefficients, frames).</returns>
    public float[] Extract(ReadOnlySpan<float> samples)
    {
        float[] spectrogram = _logMel.Spectrogram(samples); // (bands, frames)
        int bands = _logMel.Spec.MelBands;
        int frames = spectrogram.Length / bands;
        float[] result = new float[Coefficients * frames];
        double[] sums = new double[frames];
        for (int k = 0; k < Coefficients; k++)
        {
            Array.Clear(sums);
            for (int band = 0; band < bands; band++)
            {
                double weight = _basis[k][band];
                ReadOnlySpan<float> row = spectrogram.AsSpan(band * frames, frames);
                for (int frame = 0; frame < row.Length; frame++)
                    sums[frame] += weight * row[frame];
            }
            for (int frame = 0; frame < frames; frame++)
                result[k * frames + frame] = (float)sums[frame];
        }
        return result;
    }

    private static double[] Basis(int k, int bands)
    {
        double scale = Math.Sqrt((k == 0 ? 1.0 : 2.0) / bands);
        return [.. Enumerable.Range(0, bands).Select(band => scale * Math.Cos(Math.PI * k * (band + 0.5) / bands))];
    }
}
