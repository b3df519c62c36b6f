namespace Mien.Data.Preparing;

/// <summary>How a dataset is made ready.</summary>
public sealed record PreparationOptions
{
    /// <summary>Side of the pictures of faces in pixels, 32 to 1024.</summary>
    public int FaceSize { get; init; } = 224;

    /// <summary>Margin around a face's box on each side, a fraction of the box, 0 to 2.</summary>
    public float Margin { get; init; } = 0.2f;

    /// <summary>Moments of each film whose face becomes a picture, 1 to 1000.</summary>
    public int Moments { get; init; } = 8;

    /// <summary>Samples a second of recordings, 4000 to 192000.</summary>
    public int SampleRateHz { get; init; } = 16000;

    /// <summary>JPEG quality of the pictures, 1 to 100.</summary>
    public int JpegQuality { get; init; } = 95;

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(FaceSize, 32);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FaceSize, 1024);
        if (!(Margin is >= 0 and <= 2))
            throw new ArgumentOutOfRangeException(nameof(Margin), Margin, "Margin must be from 0 to 2.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Moments, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Moments, 1000);
        ArgumentOutOfRangeException.ThrowIfLessThan(SampleRateHz, 4000);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SampleRateHz, 192_000);
        ArgumentOutOfRangeException.ThrowIfLessThan(JpegQuality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(JpegQuality, 100);
    }
}
