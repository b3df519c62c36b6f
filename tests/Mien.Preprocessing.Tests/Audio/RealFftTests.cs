using System.Numerics;
using Mien.Preprocessing.Tests.Support;

namespace Mien.Preprocessing.Tests.Audio;

public sealed class RealFftTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(2048)]
    public void It_equals_the_definition(int size)
    {
        Random random = new(size);
        double[] signal = [.. Enumerable.Range(0, size).Select(_ => random.NextDouble() - 0.5)];
        RealFft fft = new(size);
        double[] real = new double[fft.Bins], imaginary = new double[fft.Bins], power = new double[fft.Bins];
        fft.Forward(signal, real, imaginary);
        fft.PowerSpectrum(signal, power);
        Complex[] expected = NaiveFourier.Transform(signal);
        for (int k = 0; k < fft.Bins; k++)
        {
            Assert.Equal(expected[k].Real, real[k], 1e-11);
            Assert.Equal(expected[k].Imaginary, imaginary[k], 1e-11);
            Assert.Equal(expected[k].Real * expected[k].Real + expected[k].Imaginary * expected[k].Imaginary, power[k], 1e-10);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(1000)]
    public void Other_lengths_are_refused(int size) => Assert.Throws<ArgumentOutOfRangeException>(() => new RealFft(size));
}
