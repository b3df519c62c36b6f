using FsCheck;
using FsCheck.Fluent;
using Mien.Core;

namespace Mien.Synchronization.Tests;

/// <summary>What holds whatever happens to the streams: jitter, loss, bursts, items out of order or twice, drift, streams that go away.</summary>
public sealed class StreamSynchronizerProperties
{
    private const double Seconds = 6;

    [Fact]
    public void No_pair_differs_by_more_than_the_bound() => ForAll(Scenario.Any, scenario =>
    {
        ScenarioRun run = new ScenarioRun(scenario).Play(Seconds);
        List<CapturedItem<int>> passed = [];
        foreach ((_, SynchronizedMoment<int, int> moment) in run.Moments)
        {
            passed.AddRange(moment.Sound);
            if (moment.Frame is not { } frame)
            {
                Assert.NotEmpty(moment.Sound);
                Assert.False(moment.IsPaired);
                continue;
            }
            Assert.Equal(frame.CaptureTime, frame.Time);
            Assert.All(moment.Sound, sound => Assert.True(Distance(frame, sound).Duration() <= scenario.Options.MaxDifference));
            if (moment.Difference is not { } difference)
            {
                Assert.Empty(moment.Sound);
                continue;
            }
            Assert.True(difference.Duration() <= scenario.Options.MaxDifference);
            Assert.Contains(passed, sound => Distance(frame, sound) == difference);
        }
    });

    [Fact]
    public void A_frame_gets_the_nearest_sound_that_there_is() => ForAll(Scenario.Any, scenario =>
    {
        ScenarioRun run = new ScenarioRun(scenario).Play(Seconds);
        List<CapturedItem<int>> passed = [];
        foreach ((_, SynchronizedMoment<int, int> moment) in run.Moments)
        {
            passed.AddRange(moment.Sound);
            if (moment is not { Frame: { } frame, Difference: { } difference })
                continue;
            TimeSpan nearest = passed.TakeLast(scenario.Options.AudioCapacity).Min(sound => Distance(frame, sound).Duration());
            Assert.Equal(nearest, difference.Duration());
        }
    });

    [Fact]
    public void Each_stream_leaves_in_the_order_of_capture() => ForAll(Scenario.Any, scenario =>
    {
        ScenarioRun run = new ScenarioRun(scenario).Play(Seconds);
        run.End(takeRest: true);
        MediaTime[] frames = [.. run.Moments.Where(entry => entry.Moment.Frame is not null).Select(entry => entry.Moment.Frame!.Value.CaptureTime)];
        MediaTime[] sounds = [.. run.Moments.SelectMany(entry => entry.Moment.Sound).Select(sound => sound.CaptureTime)];
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.All(sounds.Zip(sounds.Skip(1)), pair => Assert.True(pair.First < pair.Second));
    });

    [Fact]
    public void Every_input_is_accounted_for_at_every_time() => ForAll(Scenario.Any, scenario =>
    {
        ScenarioRun run = new(scenario);
        run.Play(Seconds, (state, _) => CheckAccounts(state, scenario.Options));
        run.End(takeRest: scenario.Seed % 2 == 0);
        CheckAccounts(run, scenario.Options);
        Assert.Equal((0, 0), (run.Statistics.Video.Pending, run.Statistics.Audio.Pending));
        int[] frames = [.. run.Moments.Where(entry => entry.Moment.Frame is not null).Select(entry => entry.Moment.Frame!.Value.Item), .. run.DroppedFrames.Select(drop => drop.Item)];
        int[] sounds = [.. run.Moments.SelectMany(entry => entry.Moment.Sound).Select(sound => sound.Item), .. run.DroppedSounds.Select(drop => drop.Item)];
        Assert.Equal(Enumerable.Range(0, run.FrameTimes.Count), frames.Order());
        Assert.Equal(Enumerable.Range(0, run.SoundTimes.Count), sounds.Order());
    });

    [Fact]
    public void Nothing_waits_longer_than_its_limit_whatever_the_other_stream_does() => ForAll(Scenario.Attentive, scenario =>
    {
        ScenarioRun run = new(scenario);
        run.Play(Seconds, (state, now) => Assert.False(state.IsOverdue(now)));
        TimeSpan look = TimeSpan.FromMilliseconds(2);
        foreach ((MediaTime now, SynchronizedMoment<int, int> moment) in run.Moments)
        {
            if (moment.Frame is { } frame)
                Assert.True(now - frame.Arrival <= scenario.Options.MaxFrameWait + look);
            // Sound may wait for a frame that itself still waits.
            Assert.All(moment.Sound, sound => Assert.True(now - sound.Arrival <= scenario.Options.MaxSoundWait + scenario.Options.MaxFrameWait + look));
        }
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_stream_alone_passes_whole_and_in_time(bool isVideo) => ForAll(Scenario.Attentive, scenario =>
    {
        StreamScenario absent = scenario.Video with { Lost = 100 };
        scenario = isVideo ? scenario with { Audio = absent } : scenario with { Video = absent };
        StreamScenario present = (isVideo ? scenario.Video : scenario.Audio) with { Burst = 0, Reordered = 0, Doubled = 0, Jitter = 0 };
        scenario = isVideo ? scenario with { Video = present } : scenario with { Audio = present };
        ScenarioRun run = new ScenarioRun(scenario).Play(Seconds);
        StreamStatistics statistics = isVideo ? run.Statistics.Video : run.Statistics.Audio;
        Assert.Equal(statistics.Received, statistics.Alone + statistics.Pending);
        Assert.Equal(0, statistics.Paired + statistics.Dropped);
        Assert.InRange(statistics.Pending, 0, 1);
    });

    [Fact]
    public void Nobody_taking_costs_the_oldest_and_bounds_the_memory() => ForAll(Scenario.Any, scenario =>
    {
        ScenarioRun run = new ScenarioRun(scenario with { MostTaken = 0 }).Play(Seconds);
        Assert.Empty(run.Moments);
        Assert.InRange(run.Statistics.Video.Pending, 0, scenario.Options.VideoCapacity);
        Assert.InRange(run.Statistics.Audio.Pending, 0, scenario.Options.AudioCapacity);
        // What waits is what was captured last.
        HashSet<int> dropped = [.. run.DroppedFrames.Where(drop => drop.Reason == DropReason.QueueFull).Select(drop => drop.Item)];
        IEnumerable<MediaTime> waiting = run.FrameTimes.Where((_, item) => run.DroppedFrames.All(drop => drop.Item != item));
        Assert.All(waiting, time => Assert.All(dropped, item => Assert.True(run.FrameTimes[item] < time)));
    });

    private static void CheckAccounts(ScenarioRun run, SynchronizerOptions options)
    {
        SynchronizerStatistics statistics = run.Statistics;
        Check(statistics.Video, run.FrameTimes.Count, options.VideoCapacity, run.DroppedFrames,
            run.Moments.Count(entry => entry.Moment is { Frame: not null, IsPaired: true }), run.Moments.Count(entry => entry.Moment is { Frame: not null, IsPaired: false }));
        Check(statistics.Audio, run.SoundTimes.Count, options.AudioCapacity, run.DroppedSounds,
            run.Moments.Where(entry => entry.Moment.Frame is not null).Sum(entry => entry.Moment.Sound.Count), run.Moments.Where(entry => entry.Moment.Frame is null).Sum(entry => entry.Moment.Sound.Count));
    }

    private static void Check(StreamStatistics statistics, int pushed, int capacity, List<(int Item, DropReason Reason)> dropped, int paired, int alone)
    {
        Assert.Equal(pushed, statistics.Received);
        Assert.Equal((paired, alone), (statistics.Paired, statistics.Alone));
        Assert.Equal(pushed, statistics.Paired + statistics.Alone + statistics.Dropped + statistics.Pending);
        Assert.InRange(statistics.Pending, 0, capacity);
        Dictionary<DropReason, int> told = dropped.CountBy(drop => drop.Reason).ToDictionary();
        Assert.Equal(
            (told.GetValueOrDefault(DropReason.QueueFull), told.GetValueOrDefault(DropReason.Stale), told.GetValueOrDefault(DropReason.OutOfOrder), told.GetValueOrDefault(DropReason.Duplicate), told.GetValueOrDefault(DropReason.Ended)),
            (statistics.QueueFull, statistics.Stale, statistics.OutOfOrder, statistics.Duplicate, statistics.Ended));
    }

    private static TimeSpan Distance(CapturedItem<int> frame, CapturedItem<int> sound) =>
        frame.Time > sound.End ? sound.End - frame.Time : frame.Time < sound.Time ? sound.Time - frame.Time : TimeSpan.Zero;

    private static void ForAll(Arbitrary<Scenario> scenarios, Action<Scenario> property) =>
        Prop.ForAll(scenarios, property).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithQuietOnSuccess(true));
}
