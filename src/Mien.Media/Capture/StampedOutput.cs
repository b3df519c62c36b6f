using System.Collections.Concurrent;
using System.Globalization;
using Mien.Core;

namespace Mien.Media;

/// <summary>
/// The times of one output of a capturing FFmpeg, picked out of its messages: filters print each frame's stamp just before it is written,
/// so that stamps and frames come in the same order on two pipes.
/// </summary>
internal sealed class StampedOutput : IDisposable
{
    private readonly BlockingCollection<MediaTime> _times = [];
    private readonly StampClock _clock;
    private readonly string _mark;

    private StampedOutput(StampClock clock, string mark, string filters) => (_clock, _mark, Filters) = (clock, mark, filters);

    /// <summary>The filters that print.</summary>
    public string Filters { get; }

    /// <summary>An output of pictures.</summary>
    public static StampedOutput OfFrames(StampClock clock) => new(clock, "[metadata@frames @ ",
        "settb=1/1000000,metadata=mode=add:key=mien:value=1,metadata@frames=mode=print");

    /// <summary>An output of mono float samples in chunks of equal length.</summary>
    public static StampedOutput OfSound(StampClock clock, CaptureOptions options) => new(clock, "[ametadata@sound @ ", string.Create(
        CultureInfo.InvariantCulture,
        $"aresample={options.SampleRateHz},aformat=sample_fmts=flt:channel_layouts=mono,asetnsamples=n={options.ChunkSamples}:p=0,asettb=1/1000000,ametadata=mode=add:key=mien:value=1,ametadata@sound=mode=print"));

    /// <summary>Takes one line of FFmpeg's messages, as soon as it is there: the arrival counts.</summary>
    public void Accept(string message)
    {
        if (!message.StartsWith(_mark, StringComparison.Ordinal) || message.IndexOf(" pts:", StringComparison.Ordinal) is not (> 0 and int at))
            return;
        ReadOnlySpan<char> text = message.AsSpan(at + " pts:".Length);
        int end = text.IndexOf(' ');
        bool isKnown = long.TryParse(end < 0 ? text : text[..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long stamp);
        _times.Add(_clock.TimeOf(isKnown ? stamp : null));
    }

    /// <summary>Says that no more messages come.</summary>
    public void Complete() => _times.CompleteAdding();

    /// <summary>Waits for the next frame's time.</summary>
    /// <returns>False where the messages ended first.</returns>
    public bool TryTake(out MediaTime time) => _times.TryTake(out time, Timeout.Infinite);

    /// <inheritdoc/>
    public void Dispose() => _times.Dispose();
}
