using System.Globalization;
using Mien.Core;

namespace Mien.Analysis;

/// <summary>The settings of a <see cref="QualityController"/>. <see cref="Validate"/> says what is wrong with them.</summary>
public sealed record QualityOptions
{
    /// <summary>The latency from capture to result that is to be kept at p95, 10 ms..60 s.</summary>
    public TimeSpan TargetLatency { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Part of <see cref="TargetLatency"/> above which the level goes down: before it is too late. <see cref="CalmLatency"/>..1.</summary>
    public double HighLatency { get; init; } = 0.8;

    /// <summary>Part of <see cref="TargetLatency"/> below which the level may go up again, 0..1.</summary>
    public double CalmLatency { get; init; } = 0.5;

    /// <summary>How long latencies count, 0.1..60 s.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long pressure must last for a step down, 0..60 s.</summary>
    public TimeSpan DownAfter { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long calm must last for a step up, 0..10 min. It doubles, up to <see cref="LongestUpAfter"/>, with each step up that did not last
    /// that long, so that a load between two levels does not make them swing.
    /// </summary>
    public TimeSpan UpAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest that calm must last for a step up, <see cref="UpAfter"/>..1 h.</summary>
    public TimeSpan LongestUpAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Checks every value.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="UserErrorException">A value is out of its range; the message names it.</exception>
    public QualityOptions Validate()
    {
        Require(TargetLatency >= TimeSpan.FromMilliseconds(10) && TargetLatency <= TimeSpan.FromMinutes(1), "target latency", TargetLatency, "10 milliseconds to 60 seconds");
        Require(CalmLatency is >= 0 and <= 1, "calm latency", CalmLatency, "0 to 1");
        Require(HighLatency >= CalmLatency && HighLatency <= 1, "high latency", HighLatency, "the calm latency to 1");
        Require(Window >= TimeSpan.FromSeconds(0.1) && Window <= TimeSpan.FromMinutes(1), "window", Window, "0.1 to 60 seconds");
        Require(DownAfter >= TimeSpan.Zero && DownAfter <= TimeSpan.FromMinutes(1), "time before a step down", DownAfter, "0 to 60 seconds");
        Require(UpAfter >= TimeSpan.Zero && UpAfter <= TimeSpan.FromMinutes(10), "time before a step up", UpAfter, "0 to 10 minutes");
        Require(LongestUpAfter >= UpAfter && LongestUpAfter <= TimeSpan.FromHours(1), "longest time before a step up", LongestUpAfter, "the time before a step up to 1 hour");
        return this;
    }

    private static void Require(bool holds, string name, object value, string allowed)
    {
        if (!holds)
            throw new UserErrorException(string.Create(CultureInfo.InvariantCulture, $"The {name} of the adaptive quality is {value}, but it must be {allowed}."));
    }
}
