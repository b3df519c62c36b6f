using Mien.Core;

namespace Mien.Synchronization;

/// <summary>A frame or a chunk of sound on its way through a synchroniser.</summary>
/// <param name="Item">The frame or the chunk.</param>
/// <param name="CaptureTime">When it was captured, as its source said; of sound its first sample.</param>
/// <param name="Time">The same on the video's clock: of sound, drift is corrected here; of frames it is <paramref name="CaptureTime"/>.</param>
/// <param name="Duration">How long it lasts; zero for a frame.</param>
/// <param name="Arrival">When it was handed in, on the clock of the one who takes.</param>
/// <typeparam name="T">The frame's or the chunk's type.</typeparam>
public readonly record struct CapturedItem<T>(T Item, MediaTime CaptureTime, MediaTime Time, TimeSpan Duration, MediaTime Arrival)
{
    /// <summary>When it ends, on the video's clock.</summary>
    public MediaTime End => Time + Duration;
}
