using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Mien.Preprocessing;

/// <summary>
/// The discrete Fourier transform of real signals whose length is a power of two: X[k] = sum over n of x[n] exp(-2 pi i k n / N).
/// One object serves one thread at a time (it holds scratch space).
/// </summary>
/// <remarks>
/// The N reals are taken as N/2 complex numbers, transformed by Stockham's self-sorting algorithm in radix 4 (Van Loan,
/// "Computational Frameworks for the Fast Fourier Transform", 1992, 1.7 and 2.4), and separated. In pass s every
/// butterfly works on s neighbours, so from the second pass on four go through one vector operation.
/// </remarks>
public sealed class RealFft
{
    private readonly int _half;
    private readonly double[] _cosines; // cos and sin of -2 pi j / (N/2), j < N/2
    private readonly double[] _sines;
    private readonly double[] _splitCosines; // cos and sin of -2 pi k / N, k <= N/2
    private readonly double[] _splitSines;
    private readonly double[] _imaginaryBins; // of PowerSpectrum
    private double[] _real;
    private double[] _imaginary;
    private double[] _nextReal;
    private double[] _nextImaginary;

    /// <summary>Prepares transforms of one length.</summary>
    /// <param name="size">Length N of the signals: a power of two, at least 64.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is another number.</exception>
    public RealFft(int size)
    {
        if (size < 64 || !int.IsPow2(size))
            throw new ArgumentOutOfRangeException(nameof(size), size, "The length of a Fourier transform must be a power of two of at least 64.");
        Size = size;
        _half = size / 2;
        (_cosines, _sines) = Roots(_half, _half);
        (_splitCosines, _splitSines) = Roots(size, _half + 1);
        _imaginaryBins = new double[_half + 1];
        (_real, _imaginary, _nextReal, _nextImaginary) = (new double[_half], new double[_half], new double[_half], new double[_half]);
    }

    /// <summary>Length N of the signals.</summary>
    public int Size { get; }

    /// <summary>Number of frequencies from 0 to half the sample rate: N/2 + 1.</summary>
    public int Bins => _half + 1;

    /// <summary>Transforms one signal.</summary>
    /// <param name="signal">N samples.</param>
    /// <param name="real">Takes the real parts of X[0..N/2].</param>
    /// <param name="imaginary">Takes the imaginary parts of X[0..N/2].</param>
    public void Forward(ReadOnlySpan<double> signal, Span<double> real, Span<double> imaginary)
    {
        RequireLength(signal.Length, Size, nameof(signal));
        RequireLength(real.Length, Bins, nameof(real));
        RequireLength(imaginary.Length, Bins, nameof(imaginary));
        for (int n = 0; n < _half; n++)
        {
            _real[n] = signal[2 * n];
            _imaginary[n] = signal[2 * n + 1];
        }
        TransformHalf();
        Separate(real, imaginary);
    }

    /// <summary>The power |X[k]|^2 of one signal.</summary>
    /// <param name="signal">N samples.</param>
    /// <param name="power">Takes the N/2 + 1 values.</param>
    public void PowerSpectrum(ReadOnlySpan<double> signal, Span<double> power)
    {
        RequireLength(power.Length, Bins, nameof(power));
        Forward(signal, power, _imaginaryBins);
        for (int k = 0; k < power.Length; k++)
            power[k] = power[k] * power[k] + _imaginaryBins[k] * _imaginaryBins[k];
    }

    private void TransformHalf()
    {
        int length = _half;
        int stride = 1;
        while (length >= 4)
        {
            if (stride == 1)
                FirstPass(length);
            else
                Radix4Pass(length, stride);
            SwapBuffers();
            length /= 4;
            stride *= 4;
        }
        if (length == 2)
        {
            Radix2Pass(stride);
            SwapBuffers();
        }
    }

    private void FirstPass(int length)
    {
        int quarter = length / 4;
        ReadOnlySpan<double> xr = _real, xi = _imaginary;
        Span<double> yr = _nextReal, yi = _nextImaginary;
        for (int p = 0; p < quarter; p++)
        {
            double ar = xr[p], ai = xi[p], br = xr[p + quarter], bi = xi[p + quarter];
            double cr = xr[p + 2 * quarter], ci = xi[p + 2 * quarter], dr = xr[p + 3 * quarter], di = xi[p + 3 * quarter];
            double sumAcR = ar + cr, sumAcI = ai + ci, differenceAcR = ar - cr, differenceAcI = ai - ci;
            double sumBdR = br + dr, sumBdI = bi + di, differenceBdR = br - dr, differenceBdI = bi - di;
            yr[4 * p] = sumAcR + sumBdR;
            yi[4 * p] = sumAcI + sumBdI;
            // -i (b - d) = (imaginary part of b - d) - i (real part of b - d)
            Rotate(differenceAcR + differenceBdI, differenceAcI - differenceBdR, p, out yr[4 * p + 1], out yi[4 * p + 1]);
            Rotate(sumAcR - sumBdR, sumAcI - sumBdI, 2 * p, out yr[4 * p + 2], out yi[4 * p + 2]);
            Rotate(differenceAcR - differenceBdI, differenceAcI + differenceBdR, 3 * p, out yr[4 * p + 3], out yi[4 * p + 3]);
        }
    }

    private void Rotate(double real, double imaginary, int root, out double rotatedReal, out double rotatedImaginary)
    {
        double cosine = _cosines[root], sine = _sines[root];
        rotatedReal = real * cosine - imaginary * sine;
        rotatedImaginary = real * sine + imaginary * cosine;
    }

    private void Radix4Pass(int length, int stride)
    {
        int quarter = length / 4;
        int lanes = stride / Vector256<double>.Count;
        ReadOnlySpan<Vector256<double>> xr = Vectors(_real), xi = Vectors(_imaginary);
        Span<Vector256<double>> yr = Vectors(_nextReal), yi = Vectors(_nextImaginary);
        for (int p = 0; p < quarter; p++)
        {
            int root = p * stride;
            Vector256<double> c1 = Vector256.Create(_cosines[root]), s1 = Vector256.Create(_sines[root]);
            Vector256<double> c2 = Vector256.Create(_cosines[2 * root]), s2 = Vector256.Create(_sines[2 * root]);
            Vector256<double> c3 = Vector256.Create(_cosines[3 * root]), s3 = Vector256.Create(_sines[3 * root]);
            ReadOnlySpan<Vector256<double>> ar = xr.Slice(lanes * p, lanes), ai = xi.Slice(lanes * p, lanes);
            ReadOnlySpan<Vector256<double>> br = xr.Slice(lanes * (p + quarter), lanes), bi = xi.Slice(lanes * (p + quarter), lanes);
            ReadOnlySpan<Vector256<double>> cr = xr.Slice(lanes * (p + 2 * quarter), lanes), ci = xi.Slice(lanes * (p + 2 * quarter), lanes);
            ReadOnlySpan<Vector256<double>> dr = xr.Slice(lanes * (p + 3 * quarter), lanes), di = xi.Slice(lanes * (p + 3 * quarter), lanes);
            Span<Vector256<double>> outReal = yr.Slice(4 * lanes * p, 4 * lanes), outImaginary = yi.Slice(4 * lanes * p, 4 * lanes);
            for (int q = 0; q < ar.Length; q++)
            {
                Vector256<double> sumAcR = ar[q] + cr[q], sumAcI = ai[q] + ci[q], differenceAcR = ar[q] - cr[q], differenceAcI = ai[q] - ci[q];
                Vector256<double> sumBdR = br[q] + dr[q], sumBdI = bi[q] + di[q], differenceBdR = br[q] - dr[q], differenceBdI = bi[q] - di[q];
                outReal[q] = sumAcR + sumBdR;
                outImaginary[q] = sumAcI + sumBdI;
                Vector256<double> r1 = differenceAcR + differenceBdI, i1 = differenceAcI - differenceBdR;
                outReal[q + lanes] = r1 * c1 - i1 * s1;
                outImaginary[q + lanes] = r1 * s1 + i1 * c1;
                Vector256<double> r2 = sumAcR - sumBdR, i2 = sumAcI - sumBdI;
                outReal[q + 2 * lanes] = r2 * c2 - i2 * s2;
                outImaginary[q + 2 * lanes] = r2 * s2 + i2 * c2;
                Vector256<double> r3 = differenceAcR - differenceBdI, i3 = differenceAcI + differenceBdR;
                outReal[q + 3 * lanes] = r3 * c3 - i3 * s3;
                outImaginary[q + 3 * lanes] = r3 * s3 + i3 * c3;
            }
        }
    }

    private void Radix2Pass(int stride)
    {
        int lanes = stride / Vector256<double>.Count;
        ReadOnlySpan<Vector256<double>> xr = Vectors(_real), xi = Vectors(_imaginary);
        Span<Vector256<double>> yr = Vectors(_nextReal), yi = Vectors(_nextImaginary);
        for (int q = 0; q < lanes; q++)
        {
            yr[q] = xr[q] + xr[q + lanes];
            yi[q] = xi[q] + xi[q + lanes];
            yr[q + lanes] = xr[q] - xr[q + lanes];
            yi[q + lanes] = xi[q] - xi[q + lanes];
        }
    }

    // With Z the transform of even + i odd samples: even = (Z[k] + conj Z[M-k]) / 2, odd = (Z[k] - conj Z[M-k]) / 2i,
    // X[k] = even + exp(-2 pi i k / N) odd, M = N/2.
    private void Separate(Span<double> real, Span<double> imaginary)
    {
        int mask = _half - 1;
        for (int k = 0; k <= _half; k++)
        {
            int same = k & mask, mirrored = (_half - k) & mask;
            double evenReal = 0.5 * (_real[same] + _real[mirrored]), evenImaginary = 0.5 * (_imaginary[same] - _imaginary[mirrored]);
            double oddReal = 0.5 * (_imaginary[same] + _imaginary[mirrored]), oddImaginary = 0.5 * (_real[mirrored] - _real[same]);
            double cosine = _splitCosines[k], sine = _splitSines[k];
            real[k] = evenReal + oddReal * cosine - oddImaginary * sine;
            imaginary[k] = evenImaginary + oddReal * sine + oddImaginary * cosine;
        }
    }

    private void SwapBuffers()
    {
        (_real, _nextReal) = (_nextReal, _real);
        (_imaginary, _nextImaginary) = (_nextImaginary, _imaginary);
    }

    private static Span<Vector256<double>> Vectors(double[] values) => MemoryMarshal.Cast<double, Vector256<double>>(values.AsSpan());

    private static (double[] Cosines, double[] Sines) Roots(int order, int count)
    {
        double[] cosines = new double[count], sines = new double[count];
        for (int j = 0; j < count; j++)
            (sines[j], cosines[j]) = Math.SinCos(-2 * Math.PI * j / order);
        return (cosines, sines);
    }

    private static void RequireLength(int length, int expected, string name)
    {
        if (length != expected)
            throw new ArgumentException($"A length of {expected} is needed, but {length} was given.", name);
    }
}
