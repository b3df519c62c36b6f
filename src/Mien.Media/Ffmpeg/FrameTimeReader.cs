using System.Collections.Concurrent;
using System.Globalization;
using Mien.Core;

namespace Mien.Media;

/// <summary>
/// Picks each frame's number and true presentation time out of FFmpeg's messages. The filters that print them (see
/// <see cref="Filters"/>) run just before a frame is written, so the two arrive in the same order on two pipes.
/// </summary>
internal sealed class FrameTimeReader : IDisposable
{
    private const string ChosenMark = "[metadata@chosen @ ";
    private const string AllMark = "[metadata@all @ ";

    private readonly BlockingCollection<(long Index, MediaTime Time)> _times = [];
    private readonly MediaReadOptions _options;
    private readonly bool _countsAll;
    private long _allFrames;
    private long _chosenFrames;
    private MediaTime _last = new(-1);

    /// <summary>Makes the reader for one run.</summary>
    public FrameTimeReader(MediaReadOptions options)
    {
        _options = options;
        _countsAll = options.FramesPerSecond is not null;
    }

    /// <summary>
    /// The filters that choose the frames and print their times in whole microseconds: a frame's `metadata` is printed only
    /// where it has some, so a mark is added first.
    /// </summary>
    public string Filters
    {
        get
        {
            string mark = "settb=1/1000000,metadata=mode=add:key=mien:value=1";
            if (_options.FramesPerSecond is { } rate)
            {
                string intervals = rate.ToString("R", CultureInfo.InvariantCulture);
                return $"{mark},metadata@all=mode=print,"
                    + $"select='isnan(prev_t)+gt(floor(t*{intervals}+0.000001),floor(prev_t*{intervals}+0.000001))',metadata@chosen=mode=print";
            }
            string every = _options.Every > 1 ? $"select='not(mod(n,{_options.Every.ToString(CultureInfo.InvariantCulture)}))'," : "";
            return $"{every}{mark},metadata@chosen=mode=print";
        }
    }

    /// <summary>Takes one line of FFmpeg's messages.</summary>
    public void Accept(string message)
    {
        if (_countsAll && message.StartsWith(AllMark, StringComparison.Ordinal) && message.Contains(" pts:", StringComparison.Ordinal))
            _allFrames++;
        if (!message.StartsWith(ChosenMark, StringComparison.Ordinal))
            return;
        int at = message.IndexOf(" pts:", StringComparison.Ordinal);
        if (at < 0)
            return;
        long index = _countsAll ? _allFrames - 1 : _chosenFrames * _options.Every;
        _chosenFrames++;
        _times.Add((index, Monotonic(message.AsSpan(at + 5))));
    }

    /// <summary>Says that no more lines come.</summary>
    public void Complete() => _times.CompleteAdding();

    /// <summary>Waits for the next frame's number and time.</summary>
    /// <returns>False where the messages ended first.</returns>
    public bool TryTake(out (long Index, MediaTime Time) frame) => _times.TryTake(out frame, Timeout.Infinite);

    /// <inheritdoc/>
    public void Dispose() => _times.Dispose();

    private MediaTime Monotonic(ReadOnlySpan<char> text)
    {
        int end = text.IndexOf(' ');
        MediaTime time = long.TryParse(end < 0 ? text : text[..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long microseconds)
            ? new MediaTime(microseconds) + _options.Start
            : _last;
        // A frame without a time (NOPTS) or with a repeated one, as broken files have, still comes after the one before.
        _last = time > _last ? time : new MediaTime(_last.Microseconds + 1);
        return _last;
    }
}
