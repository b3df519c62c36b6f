using System.Threading.Channels;
using Mien.Core;

namespace Mien.Analysis;

/// <summary>
/// Gives each frame the window of sound whose middle is nearest to it, reading no further ahead than it must. Times asked
/// for must not go back. One reader at a time.
/// </summary>
/// <param name="windows">The windows in order of time.</param>
internal sealed class SpeechCursor(ChannelReader<SpeechObservation> windows)
{
    private SpeechObservation? _current;
    private SpeechObservation? _next;
    private bool _begun;

    /// <summary>The window for a moment, or null where the sound does not reach it (or there is none).</summary>
    public async ValueTask<SpeechObservation?> AtAsync(MediaTime time, CancellationToken cancellationToken)
    {
        if (!_begun)
        {
            _begun = true;
            _current = await ReadAsync(cancellationToken);
            _next = await ReadAsync(cancellationToken);
        }
        while (_next is not null && Distance(_next, time) <= Distance(_current!, time))
            (_current, _next) = (_next, await ReadAsync(cancellationToken));
        return _current is not null && Reaches(_current, time) ? _current : null;
    }

    /// <summary>The first window also stands for what is before its middle, the last one for what is after; none beyond its own ends.</summary>
    private static bool Reaches(SpeechObservation window, MediaTime time) => time >= window.Start && time <= window.End;

    private static long Distance(SpeechObservation window, MediaTime time) => Math.Abs(window.Center.Microseconds - time.Microseconds);

    private async ValueTask<SpeechObservation?> ReadAsync(CancellationToken cancellationToken) =>
        await windows.WaitToReadAsync(cancellationToken) && windows.TryRead(out SpeechObservation? window) ? window : null;
}
