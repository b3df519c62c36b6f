using Mien.Core;

namespace Mien.Analysis;

/// <summary>A person's dominant emotion gave way to another one that lasted.</summary>
/// <param name="Time">When the new emotion began.</param>
/// <param name="From">The emotion before.</param>
/// <param name="To">The emotion after.</param>
public readonly record struct EmotionChange(MediaTime Time, string From, string To);
