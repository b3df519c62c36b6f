using Mien.Core;
using Mien.Media.Tests.Support;

namespace Mien.Media.Tests.Capture;

/// <summary>Losses, tries and returns, on a clock of the test's own.</summary>
public sealed class CaptureSourceTests
{
    private readonly ManualTime _time = new();
    private readonly CaptureClock _clock;
    private readonly CaptureOptions _options = new() { FirstRetry = TimeSpan.FromSeconds(1), LastRetry = TimeSpan.FromSeconds(8) };
    private readonly CaptureStream<AudioChunk> _sound = new(1000);
    private readonly List<CaptureNotice> _notices = [];
    private readonly ScriptedRun _run = new();

    public CaptureSourceTests() => _clock = new CaptureClock(_time);

    [Fact]
    public async Task A_source_that_vanishes_is_tried_at_doubling_intervals_and_comes_back()
    {
        await using CaptureSource source = Start();
        await _run.DeliverAsync(1);
        await source.Opened;
        await _run.EndAsync("No such device");
        await Seen(CaptureNoticeKind.Lost);
        Assert.True(source.IsLost);

        int tries = _run.Count;
        foreach (int seconds in (int[])[1, 2, 4, 8, 8, 8])
        {
            await Eventually.Holds(() => _time.Waiting == 1, "a delay begins");
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(tries, _run.Count);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            tries++;
            await Eventually.Holds(() => _run.Count == tries, "it is tried again");
            if (tries <= 6)
                await _run.EndAsync("No such file or directory");
        }
        await _run.DeliverAsync(1);
        await Seen(CaptureNoticeKind.Resumed);
        Assert.False(source.IsLost);
        Assert.Equal(2, _sound.Received);
        Assert.Equal([CaptureNoticeKind.Started, CaptureNoticeKind.Lost, CaptureNoticeKind.Resumed], Kinds());
        Assert.Contains("No such device", _notices[1].Sentence);
        Assert.Contains("31.0 s", _notices[2].Sentence);
    }

    [Fact]
    public async Task A_source_that_was_well_for_long_is_tried_at_once_again_and_one_that_was_not_ever_less_often()
    {
        await using CaptureSource source = Start();
        TimeSpan[] lasted = [.. ((int[])[0, 0, 0, 60, 0]).Select(seconds => TimeSpan.FromSeconds(seconds))];
        int[] delays = [1, 2, 4, 1, 2];
        for (int round = 0; round < delays.Length; round++)
        {
            await _run.DeliverAsync(1);
            _time.Advance(lasted[round]);
            await _run.EndAsync("gone");
            await Eventually.Holds(() => _time.Waiting == 1, "a delay begins");
            _time.Advance(TimeSpan.FromSeconds(delays[round]) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(round + 1, _run.Count);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await Eventually.Holds(() => _run.Count == round + 2, "it is tried again");
        }
    }

    [Fact]
    public async Task What_cannot_be_opened_at_all_is_an_error_with_the_reason()
    {
        await using CaptureSource source = Start();
        await _run.EndAsync("Permission denied");
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => source.Opened);
        Assert.Contains("the microphone", error.Message);
        Assert.Contains("(Permission denied)", error.Message);
        Assert.False(await _sound.WaitAsync(TestContext.Current.CancellationToken));
        Assert.Equal(1, _run.Count);
    }

    [Fact]
    public async Task A_recording_at_its_end_is_not_tried_again()
    {
        await using CaptureSource source = Start();
        await _run.DeliverAsync(2);
        await _run.EndAsync(null, isOver: true);
        await Seen(CaptureNoticeKind.Ended);
        Assert.True(await _sound.WaitAsync(TestContext.Current.CancellationToken));
        Assert.True(_sound.TryTake(out _) && _sound.TryTake(out _));
        Assert.False(await _sound.WaitAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task It_stops_in_the_middle_of_a_delay()
    {
        CaptureSource source = Start();
        await _run.DeliverAsync(1);
        await _run.EndAsync("gone");
        await Eventually.Holds(() => _time.Waiting == 1, "a delay begins");
        await source.DisposeAsync();
        Assert.Equal([CaptureNoticeKind.Started, CaptureNoticeKind.Lost], Kinds());
    }

    [Fact]
    public async Task Times_rise_over_a_loss_even_where_the_source_goes_back()
    {
        await using CaptureSource source = Start();
        await _run.DeliverAsync(1, at: 5_000_000);
        await _run.EndAsync("gone");
        await Eventually.Holds(() => _time.Waiting == 1, "a delay begins");
        _time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.Holds(() => _run.Count == 2, "it is tried again");
        await _run.DeliverAsync(1, at: 4_000_000);
        Assert.True(_sound.TryTake(out AudioChunk? first) && _sound.TryTake(out AudioChunk? second) && second.Start > first.Start);
    }

    private CaptureSource Start() =>
        new(_run, "the microphone", CaptureModality.Microphone, new CaptureSink(null, _sound, _options, _clock), _options, _clock, notice =>
        {
            lock (_notices)
                _notices.Add(notice);
        });

    private CaptureNoticeKind[] Kinds()
    {
        lock (_notices)
            return [.. _notices.Select(notice => notice.Kind)];
    }

    private Task Seen(CaptureNoticeKind kind) => Eventually.Holds(() => Kinds().Contains(kind), $"the notice {kind}");

    /// <summary>A source that gives and ends as the test says.</summary>
    private sealed class ScriptedRun : ICaptureRun
    {
        private volatile TaskCompletionSource<CaptureEnd>? _end;
        private CaptureSink? _sink;

        public int Count;

        public async Task<CaptureEnd> RunAsync(CaptureSink sink, Action<string> warn, CancellationToken cancellation)
        {
            TaskCompletionSource<CaptureEnd> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _sink = sink;
            _end = end;
            Interlocked.Increment(ref Count);
            using CancellationTokenRegistration stop = cancellation.Register(() => end.TrySetResult(default));
            return await end.Task;
        }

        public async Task DeliverAsync(int chunks, long at = 0)
        {
            await Eventually.Holds(() => _end is not null, "a run begins");
            for (int index = 0; index < chunks; index++)
                _sink!.Push(new float[320], new MediaTime(at));
        }

        public async Task EndAsync(string? reason, bool isOver = false)
        {
            await Eventually.Holds(() => _end is not null, "a run begins");
            TaskCompletionSource<CaptureEnd> end = _end!;
            _end = null;
            end.SetResult(new CaptureEnd(isOver, reason));
        }
    }
}
