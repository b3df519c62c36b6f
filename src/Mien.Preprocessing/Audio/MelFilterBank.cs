using System.Numerics.Tensors;

namespace Mien.Preprocessing;

/// <summary>
/// Triangular filters whose corners are evenly spaced in mel: band b rises from corner b to b + 1 and falls to b + 2.
/// The weights are those of <c>librosa.filters.mel</c>.
/// </summary>
public sealed class MelFilterBank
{
    private readonly double[][] _weights; // of each band, over its own bins only
    private readonly int[] _firstBins;

    /// <summary>Makes the filters.</summary>
    /// <param name="sampleRateHz">Samples a second.</param>
    /// <param name="fftSize">Samples of one Fourier transform.</param>
    /// <param name="bands">Number of filters, at least 1.</param>
    /// <param name="minHz">Lower corner of the first, at least 0.</param>
    /// <param name="maxHz">Upper corner of the last, above <paramref name="minHz"/>.</param>
    /// <param name="htk">Whether the scale is HTK's; otherwise Slaney's.</param>
    /// <param name="slaneyNorm">Whether each filter is scaled to area 1 in hertz: by 2 / (upper - lower corner).</param>
    public MelFilterBank(int sampleRateHz, int fftSize, int bands, double minHz, double maxHz, bool htk, bool slaneyNorm)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bands, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(minHz);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maxHz, minHz);
        Bins = fftSize / 2 + 1;
        double[] corners = Corners(bands, minHz, maxHz, htk);
        _weights = new double[bands][];
        _firstBins = new int[bands];
        for (int band = 0; band < bands; band++)
        {
            (double lower, double middle, double upper) = (corners[band], corners[band + 1], corners[band + 2]);
            double scale = slaneyNorm ? 2 / (upper - lower) : 1;
            double[] all = new double[Bins];
            for (int bin = 0; bin < Bins; bin++)
            {
                double hz = (double)bin * sampleRateHz / fftSize;
                all[bin] = scale * Math.Max(0, Math.Min((hz - lower) / (middle - lower), (upper - hz) / (upper - middle)));
            }
            int first = Math.Max(0, Array.FindIndex(all, weight => weight > 0));
            int last = Array.FindLastIndex(all, weight => weight > 0);
            _firstBins[band] = first;
            _weights[band] = last < first ? [] : all[first..(last + 1)];
        }
    }

    /// <summary>The filters that a spec asks for.</summary>
    public MelFilterBank(AudioSpec spec)
        : this(spec.SampleRateHz, spec.FftSize, spec.MelBands, spec.MinHz, spec.EffectiveMaxHz, spec.HtkMel, spec.SlaneyNorm)
    {
    }

    /// <summary>Number of filters.</summary>
    public int Bands => _weights.Length;

    /// <summary>Number of frequencies that each weighs: fftSize / 2 + 1.</summary>
    public int Bins { get; }

    /// <summary>The weight of one frequency in one filter.</summary>
    public double this[int band, int bin]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)bin, (uint)Bins, nameof(bin));
            int at = bin - _firstBins[band];
            return at >= 0 && at < _weights[band].Length ? _weights[band][at] : 0;
        }
    }

    /// <summary>Weighs one power spectrum.</summary>
    /// <param name="power">Bins values.</param>
    /// <param name="mel">Takes Bands values.</param>
    public void Apply(ReadOnlySpan<double> power, Span<double> mel)
    {
        for (int band = 0; band < _weights.Length; band++)
            mel[band] = TensorPrimitives.Dot(_weights[band], power.Slice(_firstBins[band], _weights[band].Length));
    }

    private static double[] Corners(int bands, double minHz, double maxHz, bool htk)
    {
        double lowest = MelScale.FromHz(minHz, htk), highest = MelScale.FromHz(maxHz, htk);
        return [.. Enumerable.Range(0, bands + 2).Select(i => MelScale.ToHz(lowest + (highest - lowest) * i / (bands + 1), htk))];
    }
}
