namespace Mien.Server.Streaming;

/// <summary>What a frame took beyond its analysis.</summary>
/// <param name="Queue">From its arrival to its turn.</param>
/// <param name="Decode">Its decoding.</param>
/// <param name="Total">From its arrival to its reply.</param>
internal readonly record struct StreamTiming(TimeSpan Queue, TimeSpan Decode, TimeSpan Total);
