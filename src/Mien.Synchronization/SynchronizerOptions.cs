using System.Globalization;
using Mien.Core;

namespace Mien.Synchronization;

/// <summary>The settings of a <see cref="StreamSynchronizer{TVideo, TAudio}"/>. <see cref="Validate"/> says what is wrong with them.</summary>
public sealed record SynchronizerOptions
{
    /// <summary>Frames that may wait, 1..1000; a further one takes the place of the oldest.</summary>
    public int VideoCapacity { get; init; } = 10;

    /// <summary>Chunks of sound that may wait, 1..1000; a further one takes the place of the oldest.</summary>
    public int AudioCapacity { get; init; } = 20;

    /// <summary>The most that a frame's capture time may lie outside of its sound, 0..10 s.</summary>
    public TimeSpan MaxDifference { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long after its arrival a frame waits for the sound of its moment, 0..10 s.</summary>
    public TimeSpan MaxFrameWait { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>How long after its arrival a chunk of sound waits for a frame, 0..10 s.</summary>
    public TimeSpan MaxSoundWait { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Age since its arrival from which on a frame makes way where a later one waits, <see cref="MaxFrameWait"/>..60 s. It bounds the
    /// latency of whoever takes slower than frames come.
    /// </summary>
    public TimeSpan MaxFrameAge { get; init; } = TimeSpan.FromMilliseconds(80);

    /// <summary>How far sound may lie behind the last frame that was taken, <see cref="MaxDifference"/>..60 s; older sound is dropped.</summary>
    public TimeSpan MaxSoundLateness { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Silence from which on a stream counts as missing, 0..60 s: the other one no longer waits for it. Before its first item it is missing, too.
    /// </summary>
    public TimeSpan MissingAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the drift between both clocks is corrected; it is measured in any case.</summary>
    public bool CorrectDrift { get; init; } = true;

    /// <summary>Checks every value.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="UserErrorException">A value is out of its range; the message names it.</exception>
    public SynchronizerOptions Validate()
    {
        Require(VideoCapacity is >= 1 and <= 1000, "video queue", VideoCapacity, "1 to 1000 frames");
        Require(AudioCapacity is >= 1 and <= 1000, "audio queue", AudioCapacity, "1 to 1000 chunks");
        Require(IsWithin(MaxDifference, TimeSpan.Zero, 10), "greatest difference", MaxDifference, "0 to 10 seconds");
        Require(IsWithin(MaxFrameWait, TimeSpan.Zero, 10), "longest wait of a frame", MaxFrameWait, "0 to 10 seconds");
        Require(IsWithin(MaxSoundWait, TimeSpan.Zero, 10), "longest wait of sound", MaxSoundWait, "0 to 10 seconds");
        Require(IsWithin(MaxFrameAge, MaxFrameWait, 60), "greatest age of a frame", MaxFrameAge, "the longest wait of a frame to 60 seconds");
        Require(IsWithin(MaxSoundLateness, MaxDifference, 60), "greatest lateness of sound", MaxSoundLateness, "the greatest difference to 60 seconds");
        Require(IsWithin(MissingAfter, TimeSpan.Zero, 60), "silence of a missing stream", MissingAfter, "0 to 60 seconds");
        return this;
    }

    private static bool IsWithin(TimeSpan value, TimeSpan least, int mostSeconds) => value >= least && value <= TimeSpan.FromSeconds(mostSeconds);

    private static void Require(bool holds, string name, object value, string allowed)
    {
        if (!holds)
            throw new UserErrorException(string.Create(CultureInfo.InvariantCulture, $"The synchroniser's {name} is {value}, but it must be {allowed}."));
    }
}
