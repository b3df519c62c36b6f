using Mien.Core;

namespace Mien.Media;

/// <summary>Which part of a file is read, and how.</summary>
public sealed record MediaReadOptions
{
    /// <summary>Every how many-th frame is delivered, at least 1; 1 delivers all.</summary>
    public int Every { get; init; } = 1;

    /// <summary>
    /// Frames a second to deliver: the first frame of each interval of 1/F seconds; null delivers all. A film with fewer
    /// frames a second is delivered whole, none twice.
    /// </summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>Where reading starts; times stay those of the whole file, frame numbers count from here.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.Zero;

    /// <summary>How much is read; null reads to the end.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Size to which frames are scaled; null keeps the film's own.</summary>
    public FrameSize? OutputSize { get; init; }

    /// <summary>Rate to which sound is resampled, 4000..192000.</summary>
    public int AudioSampleRateHz { get; init; } = 16000;

    /// <summary>Samples in each chunk of sound but the last, at least 1.</summary>
    public int AudioChunkSamples { get; init; } = 1600;

    /// <summary>Threads that decode; 0 leaves it to FFmpeg.</summary>
    public int DecoderThreads { get; init; }

    /// <summary>Checks every value.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="UserErrorException">A value is out of its range; the message names it.</exception>
    public MediaReadOptions Validate()
    {
        Require(Every >= 1, $"Every {Every} frames cannot be read; give 1 or more.");
        Require(FramesPerSecond is null or (> 0 and <= 1000), $"{FramesPerSecond} frames a second cannot be read; give a number above 0 and at most 1000.");
        Require(Every == 1 || FramesPerSecond is null, "Give either every how many-th frame is read or how many frames a second, not both.");
        Require(Start >= TimeSpan.Zero, $"Reading cannot start at {Start.TotalSeconds} s; give 0 or more.");
        Require(Duration is null || Duration > TimeSpan.Zero, $"A duration of {Duration?.TotalSeconds} s cannot be read; give more than 0.");
        Require(OutputSize is null or { Width: >= 1 and <= 16384, Height: >= 1 and <= 16384 }, $"Frames cannot be scaled to {OutputSize?.Width}x{OutputSize?.Height}; give 1 to 16384 pixels.");
        Require(AudioSampleRateHz is >= 4000 and <= 192_000, $"Sound cannot be read at {AudioSampleRateHz} Hz; give 4000 to 192000.");
        Require(AudioChunkSamples is >= 1 and <= 10_000_000, $"Sound cannot be read in chunks of {AudioChunkSamples} samples; give 1 to 10000000.");
        Require(DecoderThreads is >= 0 and <= 256, $"{DecoderThreads} threads cannot decode; give 0 to 256.");
        return this;
    }

    private static void Require(bool holds, FormattableString sentence)
    {
        if (!holds)
            throw new UserErrorException(FormattableString.Invariant(sentence));
    }

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
            throw new UserErrorException(sentence);
    }
}
