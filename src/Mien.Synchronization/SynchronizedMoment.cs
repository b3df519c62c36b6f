namespace Mien.Synchronization;

/// <summary>
/// What belongs together: a frame with the sound that came up to it, or one of them alone. All its sound lies within
/// <see cref="SynchronizerOptions.MaxDifference"/> of the frame.
/// </summary>
/// <param name="Frame">The frame; null where sound was passed on without one.</param>
/// <param name="Sound">
/// The chunks since the last moment, in the order of capture. Empty where the frame's sound was passed on before (a chunk may be longer than
/// the time between frames) or did not come.
/// </param>
/// <param name="Difference">
/// Time of the nearest sound, less that of the frame: zero where both were captured at once, negative where the sound is older, positive
/// where it is newer. Null where either is alone.
/// </param>
/// <typeparam name="TVideo">The frames' type.</typeparam>
/// <typeparam name="TAudio">The chunks' type.</typeparam>
public sealed record SynchronizedMoment<TVideo, TAudio>(CapturedItem<TVideo>? Frame, IReadOnlyList<CapturedItem<TAudio>> Sound, TimeSpan? Difference)
{
    /// <summary>Whether the frame has its sound, in this moment or in an earlier one.</summary>
    public bool IsPaired => Difference is not null;
}
