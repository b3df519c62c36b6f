namespace Mien.Preprocessing;

/// <summary>Values of analysis windows.</summary>
public static class AnalysisWindows
{
    /// <summary>A periodic window in the middle of a frame, zero elsewhere (as <c>librosa.stft</c> places a short window).</summary>
    /// <param name="window">The window's shape.</param>
    /// <param name="samples">Length of the window.</param>
    /// <param name="frameSamples">Length of the frame, at least <paramref name="samples"/>.</param>
    public static double[] Create(AnalysisWindow window, int samples, int frameSamples)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samples, frameSamples);
        double level = window switch
        {
            AnalysisWindow.Hann => 0.5,
            AnalysisWindow.Hamming => 0.54,
            _ => throw new ArgumentOutOfRangeException(nameof(window), window, "Unknown window."),
        };
        double[] values = new double[frameSamples];
        int first = (frameSamples - samples) / 2;
        for (int n = 0; n < samples; n++)
            values[first + n] = level - (1 - level) * Math.Cos(2 * Math.PI * n / samples);
        return values;
    }
}
