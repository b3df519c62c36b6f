using System.Globalization;
using Mien.Core;

namespace Mien.Media;

/// <summary>How live sources are captured. <see cref="Validate"/> says what is wrong with them.</summary>
public sealed record CaptureOptions
{
    /// <summary>Size asked of a camera; null leaves it to the camera. Streams and files keep their own.</summary>
    public FrameSize? CameraSize { get; init; }

    /// <summary>Frames a second asked of a camera, above 0 and at most 1000; null leaves it to the camera.</summary>
    public double? CameraFramesPerSecond { get; init; }

    /// <summary>Rate to which sound is resampled, 4000..192000.</summary>
    public int SampleRateHz { get; init; } = 16000;

    /// <summary>Samples in each chunk of sound, 80..48000: 20 ms at 16 kHz unless told otherwise.</summary>
    public int ChunkSamples { get; init; } = 320;

    /// <summary>Frames that may wait for the reader, 1..100; the oldest makes room and is counted as dropped.</summary>
    public int WaitingFrames { get; init; } = 2;

    /// <summary>Chunks that may wait for the reader, 1..10000; the oldest makes room and is counted as dropped.</summary>
    public int WaitingChunks { get; init; } = 100;

    /// <summary>Time from the loss of a source to the first try to reach it again, 10 ms..<see cref="LastRetry"/>; it doubles with each further one.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest time between two tries, at most an hour.</summary>
    public TimeSpan LastRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A source that gives nothing for so long counts as gone, 0.1..600 s.</summary>
    public TimeSpan StallTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait for the first frame or sound of a source, 0.1..600 s.</summary>
    public TimeSpan OpenTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Whether files begin again at their end.</summary>
    public bool Loop { get; init; }

    /// <summary>Checks every value.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="UserErrorException">A value is out of its range; the message names it.</exception>
    public CaptureOptions Validate()
    {
        Require(CameraSize is null or { Width: >= 1 and <= 16384, Height: >= 1 and <= 16384 }, $"A camera cannot give {CameraSize?.Width}x{CameraSize?.Height} pixels; ask for 1 to 16384 each way.");
        Require(CameraFramesPerSecond is null or (> 0 and <= 1000), $"A camera cannot give {CameraFramesPerSecond} frames a second; ask for a number above 0 and at most 1000.");
        Require(SampleRateHz is >= 4000 and <= 192_000, $"Sound cannot be captured at {SampleRateHz} Hz; ask for 4000 to 192000.");
        Require(ChunkSamples is >= 80 and <= 48_000, $"Sound cannot be captured in chunks of {ChunkSamples} samples; ask for 80 to 48000.");
        Require(WaitingFrames is >= 1 and <= 100, $"{WaitingFrames} frames cannot wait; give 1 to 100.");
        Require(WaitingChunks is >= 1 and <= 10_000, $"{WaitingChunks} chunks of sound cannot wait; give 1 to 10000.");
        Require(LastRetry <= TimeSpan.FromHours(1) && FirstRetry >= TimeSpan.FromMilliseconds(10) && FirstRetry <= LastRetry, $"Sources cannot be tried again after {FirstRetry.TotalSeconds} to {LastRetry.TotalSeconds} s; give 0.01 to 3600, the first not above the last.");
        Require(IsPatience(StallTime), $"A source cannot be given up after {StallTime.TotalSeconds} s; give 0.1 to 600.");
        Require(IsPatience(OpenTime), $"A source cannot be waited for {OpenTime.TotalSeconds} s; give 0.1 to 600.");
        return this;
    }

    private static bool IsPatience(TimeSpan time) => time >= TimeSpan.FromSeconds(0.1) && time <= TimeSpan.FromMinutes(10);

    private static void Require(bool holds, FormattableString sentence)
    {
        if (!holds)
            throw new UserErrorException(sentence.ToString(CultureInfo.InvariantCulture));
    }
}
