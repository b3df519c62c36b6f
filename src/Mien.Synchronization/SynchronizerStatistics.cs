namespace Mien.Synchronization;

/// <summary>What a synchroniser did so far.</summary>
/// <param name="Video">The frames.</param>
/// <param name="Audio">The chunks of sound.</param>
/// <param name="LastDifference">The last pair's <see cref="SynchronizedMoment{TVideo, TAudio}.Difference"/>; null before the first.</param>
/// <param name="MaxDifference">The greatest amount of a pair's difference so far; zero before the first.</param>
/// <param name="DriftPpm">How much faster the audio's clock runs than the video's, in millionths; null until it is known.</param>
/// <param name="Correction">What is added to the audio's capture times now.</param>
public sealed record SynchronizerStatistics(
    StreamStatistics Video,
    StreamStatistics Audio,
    TimeSpan? LastDifference,
    TimeSpan MaxDifference,
    double? DriftPpm,
    TimeSpan Correction);
