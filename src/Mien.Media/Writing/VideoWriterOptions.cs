using Mien.Core;

namespace Mien.Media;

/// <summary>How a film is written.</summary>
public sealed record VideoWriterOptions
{
    /// <summary>File whose sound is kept, or null for a silent film.</summary>
    public string? AudioPath { get; init; }

    /// <summary>Where the sound starts in that file: what is heard at time 0 of the new film.</summary>
    public TimeSpan AudioStart { get; init; } = TimeSpan.Zero;

    /// <summary>Length of the sound that is kept; null keeps it to the end.</summary>
    public TimeSpan? AudioDuration { get; init; }

    /// <summary>H.264's constant rate factor, 0 (lossless) to 51 (worst).</summary>
    public int Quality { get; init; } = 21;

    /// <summary>Checks every value.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="UserErrorException">A value is out of its range; the message names it.</exception>
    public VideoWriterOptions Validate()
    {
        if (Quality is < 0 or > 51)
            throw new UserErrorException($"A film cannot be written with the quality {Quality}; give 0 (best) to 51.");
        if (AudioStart < TimeSpan.Zero || AudioDuration <= TimeSpan.Zero)
            throw new UserErrorException("The sound of a film must start at 0 s or later and last longer than 0 s.");
        return this;
    }
}
