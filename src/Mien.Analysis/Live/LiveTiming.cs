namespace Mien.Analysis;

/// <summary>What a live frame took.</summary>
/// <param name="Detect">Finding and following the faces.</param>
/// <param name="Read">Their landmarks, quality and emotions.</param>
/// <param name="Listen">The sound that came in since the frame before.</param>
/// <param name="Total">The whole frame: detecting, reading, joining and smoothing, with <paramref name="Listen"/>.</param>
public readonly record struct LiveTiming(TimeSpan Detect, TimeSpan Read, TimeSpan Listen, TimeSpan Total);
