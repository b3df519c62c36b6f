namespace Mien.Preprocessing;

/// <summary>The window that weighs the samples of one frame before its Fourier transform.</summary>
public enum AnalysisWindow
{
    /// <summary>Periodic Hann: 0.5 - 0.5 cos(2 pi n / N).</summary>
    Hann,

    /// <summary>Periodic Hamming: 0.54 - 0.46 cos(2 pi n / N).</summary>
    Hamming,
}
