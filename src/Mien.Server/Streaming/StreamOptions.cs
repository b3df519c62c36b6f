using Mien.Analysis;
using Mien.Core;
using Mien.Synchronization;

namespace Mien.Server.Streaming;

/// <summary>What a server allows live streams.</summary>
public sealed record StreamOptions
{
    /// <summary>Sessions at the same time, 1 to 10,000; fewer are let in where the cores do not carry so many (<see cref="MaxLoad"/>). By default twenty a core.</summary>
    public int MaxSessions { get; init; } = 20 * Environment.ProcessorCount;

    /// <summary>Share of the workers' time up to which new sessions are let in, above 0 to 1: what is left takes up bursts.</summary>
    public double MaxLoad { get; init; } = 0.85;

    /// <summary>Frames a second that a new session is expected to send, above 0 to 1000.</summary>
    public double ExpectedFramesPerSecond { get; init; } = 10;

    /// <summary>The largest frame in bytes, at least 1000.</summary>
    public int MaxFrameBytes { get; init; } = 4 << 20;

    /// <summary>The most pixels of a frame, at least 256: a little more than 1920 x 1080.</summary>
    public int MaxFramePixels { get; init; } = 2_100_000;

    /// <summary>Frames a second that a session may send, above 0 to 1000; more are answered with errors.</summary>
    public double MaxFramesPerSecond { get; init; } = 30;

    /// <summary>The longest chunk of sound, above 0 to 10 s.</summary>
    public TimeSpan MaxAudioChunk { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Messages of any kind a second from which on a session is ended, at least 1.</summary>
    public int MaxMessagesPerSecond { get; init; } = 300;

    /// <summary>How long a client may take until it says what it sends.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a session may be silent.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a session may last.</summary>
    public TimeSpan MaxSessionTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a client may take to read a reply.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How frames and sound are brought together, and how many wait; newer frames win.</summary>
    public SynchronizerOptions Synchronizer { get; init; } = new()
    {
        VideoCapacity = 4,
        AudioCapacity = 50,
        MaxFrameAge = TimeSpan.FromMilliseconds(200),
    };

    /// <summary>How the quality level follows the load; latency counts from a frame's arrival.</summary>
    public QualityOptions Quality { get; init; } = new() { TargetLatency = TimeSpan.FromMilliseconds(300) };

    /// <summary>Checks every value.</summary>
    /// <exception cref="UserErrorException">A value is out of its range.</exception>
    public StreamOptions Validate()
    {
        Require(MaxSessions is >= 1 and <= 10_000, "The number of live sessions must be 1 to 10,000.");
        Require(MaxLoad is > 0 and <= 1, "The load up to which live sessions are let in must be above 0 and at most 1.");
        Require(ExpectedFramesPerSecond is > 0 and <= 1000 && MaxFramesPerSecond is > 0 and <= 1000, "The frames a second of a live session must be above 0 and at most 1000.");
        Require(MaxFrameBytes is >= 1000 and <= 1 << 30 && MaxFramePixels >= 256, "The largest frame of a live session must have at least 1000 bytes and 256 pixels.");
        Require(MaxAudioChunk > TimeSpan.Zero && MaxAudioChunk <= TimeSpan.FromSeconds(10), "A chunk of sound may last up to 10 seconds.");
        Require(MaxMessagesPerSecond >= 1, "A live session may send at least 1 message a second.");
        Require(
            StartTimeout > TimeSpan.Zero && IdleTimeout > TimeSpan.Zero && MaxSessionTime > TimeSpan.Zero && SendTimeout > TimeSpan.Zero,
            "The times of a live session must be above 0 seconds.");
        Synchronizer.Validate();
        Quality.Validate();
        return this;
    }

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
            throw new UserErrorException(sentence);
    }
}
