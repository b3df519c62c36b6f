using System.Numerics;

namespace Mien.Preprocessing.Tests.Support;

/// <summary>The discrete Fourier transform by its definition, N^2 steps: the twin of <see cref="RealFft"/>.</summary>
public static class NaiveFourier
{
    public static Complex[] Transform(ReadOnlySpan<double> signal)
    {
        Complex[] spectrum = new Complex[signal.Length / 2 + 1];
        for (int k = 0; k < spectrum.Length; k++)
            for (int n = 0; n < signal.Length; n++)
                // The angle is reduced in whole numbers first, so that it stays exact.
                spectrum[k] += signal[n] * Complex.FromPolarCoordinates(1, -2 * Math.PI * ((long)k * n % signal.Length) / signal.Length);
        return spectrum;
    }
}
