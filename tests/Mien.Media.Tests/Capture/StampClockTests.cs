using Mien.Core;
using Mien.Media.Tests.Support;

namespace Mien.Media.Tests.Capture;

public sealed class StampClockTests
{
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(40);

    private readonly ManualTime _time = new();
    private readonly CaptureClock _clock;

    public StampClockTests() => _clock = new CaptureClock(_time);

    [Fact]
    public void A_time_of_day_gives_the_age_of_sound_whatever_the_date_is_set_to()
    {
        StampClock stamps = new(_clock, isDevice: true);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(new MediaTime(9_970_000), stamps.TimeOf(DayMicroseconds() - 30_000));
        _time.Date += TimeSpan.FromDays(-400);
        _time.Advance(s_frame);
        Assert.Equal(new MediaTime(10_010_000), stamps.TimeOf(DayMicroseconds() - 30_000));
    }

    [Fact]
    public void A_monotonic_stamp_gives_the_age_of_a_frame()
    {
        StampClock stamps = new(_clock, isDevice: true);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(new MediaTime(2_985_000), stamps.TimeOf(_time.GetTimestamp() / 10 - 15_000));
    }

    [Fact]
    public void A_stamp_of_another_clock_or_none_counts_as_captured_when_it_arrives()
    {
        StampClock stamps = new(_clock, isDevice: true);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(new MediaTime(2_000_000), stamps.TimeOf(123));
        Assert.Equal(new MediaTime(2_000_000), stamps.TimeOf(null));
    }

    [Fact]
    public void A_stamp_of_the_future_is_no_later_than_its_arrival()
    {
        StampClock stamps = new(_clock, isDevice: true);
        Assert.Equal(MediaTime.Zero, stamps.TimeOf(DayMicroseconds() + 5_000));
    }

    /// <summary>Frames every 40 ms over a network that delays each by 20 to 120 ms: their times come out evenly, and none is after its arrival.</summary>
    [Fact]
    public void A_streams_times_are_freed_of_jitter()
    {
        StampClock stamps = new(_clock, isDevice: false);
        Random random = new(7);
        long arrival = 0;
        List<long> errors = [];
        for (int index = 0; index < 500; index++)
        {
            long captured = index * 40_000;
            long next = Math.Max(arrival, captured + random.Next(20_000, 120_000));
            _time.Advance(TimeSpan.FromMicroseconds(next - arrival));
            arrival = next;
            MediaTime time = stamps.TimeOf(90_000_000 + captured);
            Assert.True(time <= _clock.Now);
            errors.Add(time.Microseconds - captured);
        }
        Assert.All(errors[100..], error => Assert.InRange(error, 20_000, 25_000));
    }

    [Fact]
    public void A_backlog_that_comes_at_once_does_not_shift_what_follows()
    {
        StampClock stamps = new(_clock, isDevice: false);
        MediaTime last = new(-1);
        for (int index = 0; index < 50; index++)
        {
            MediaTime time = stamps.TimeOf(index * 40_000);
            Assert.True(time >= last && time <= _clock.Now);
            last = time;
        }
        for (int index = 50; index < 100; index++)
        {
            _time.Advance(s_frame);
            Assert.Equal(_clock.Now, stamps.TimeOf(index * 40_000));
        }
    }

    [Fact]
    public void A_sender_that_counts_anew_is_followed()
    {
        StampClock stamps = new(_clock, isDevice: false);
        stamps.TimeOf(500_000_000);
        _time.Advance(s_frame);
        Assert.Equal(_clock.Now, stamps.TimeOf(0));
        _time.Advance(s_frame);
        Assert.Equal(_clock.Now, stamps.TimeOf(40_000));
    }

    /// <summary>A sender's clock that runs 200 ppm slow: after an hour it is 0.7 s behind, and the times must not be.</summary>
    [Fact]
    public void A_drifting_sender_is_followed()
    {
        StampClock stamps = new(_clock, isDevice: false);
        MediaTime time = default;
        for (int second = 0; second < 3600; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            time = stamps.TimeOf((long)((second + 1) * 1e6 * (1 - 200e-6)));
        }
        Assert.InRange((_clock.Now - time).TotalMilliseconds, 0, 200e-6 * 1000 * (StampClock.Window.TotalSeconds + 2));
    }

    private long DayMicroseconds() => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
