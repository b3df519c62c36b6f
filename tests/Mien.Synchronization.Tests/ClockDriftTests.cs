using FsCheck;
using FsCheck.Fluent;
using Mien.Core;

namespace Mien.Synchronization.Tests;

/// <summary>Drift is found and taken out, in fake time over minutes.</summary>
public sealed class ClockDriftTests
{
    private const double PpmBound = 5;
    private static readonly TimeSpan s_correctionBound = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_trueBound = TimeSpan.FromMilliseconds(4); // where nothing comes in bursts

    [Fact]
    public void Drift_is_measured_through_jitter_bursts_and_loss() => ForAll(Clocks, clock =>
    {
        ClockDriftEstimator estimator = new();
        Random random = new(clock.Seed);
        double errorAtEnd = 0;
        for (double time = 0; time < 600; time += 0.05)
        {
            if (random.Next(100) < clock.Lost)
                continue;
            double lateness = clock.Delay + (clock.Jitter * random.NextDouble());
            double arrival = time + (lateness / 1000);
            if (clock.Burst > 0)
                arrival = Math.Ceiling(arrival * 1000 / clock.Burst) * clock.Burst / 1000;
            double told = time * (1 + (clock.DriftPpm * 1e-6));
            estimator.Observe(MediaTime.FromSeconds(told), MediaTime.FromSeconds(arrival));
            errorAtEnd = told + estimator.Correction.TotalSeconds - time;
        }
        Assert.InRange(estimator.DriftPpm!.Value, clock.DriftPpm - PpmBound, clock.DriftPpm + PpmBound);
        Assert.InRange(errorAtEnd, -s_correctionBound.TotalSeconds, s_correctionBound.TotalSeconds);
    });

    [Theory]
    [InlineData(30)]
    [InlineData(-200)]
    [InlineData(5000)]
    public void A_new_delay_is_no_drift(double stepMs)
    {
        ClockDriftEstimator estimator = new();
        Random random = new(1);
        for (double time = 0; time < 900; time += 0.05)
        {
            double told = time * (1 + 80e-6);
            double lateness = 0.3 + (0.02 * random.NextDouble()) + (time > 301 ? stepMs / 1000 : 0);
            estimator.Observe(MediaTime.FromSeconds(told), MediaTime.FromSeconds(time + lateness));
        }
        Assert.Equal(1, estimator.Steps);
        Assert.InRange(estimator.DriftPpm!.Value, 80 - PpmBound, 80 + PpmBound);
        Assert.InRange(estimator.Correction.TotalMilliseconds, -73, -71);
    }

    [Fact]
    public void A_source_that_was_away_is_measured_on()
    {
        ClockDriftEstimator estimator = new();
        for (double time = 0; time < 600; time += 0.05)
            if (time is < 200 or > 320)
                estimator.Observe(MediaTime.FromSeconds(time * (1 - 100e-6)), MediaTime.FromSeconds(time + 0.1));
        Assert.Equal(0, estimator.Steps);
        Assert.InRange(estimator.DriftPpm!.Value, -100.1, -99.9);
        Assert.InRange(estimator.Correction.TotalMilliseconds, 59, 61);
    }

    [Fact]
    public void Before_half_a_minute_nothing_is_said()
    {
        ClockDriftEstimator estimator = new();
        for (double time = 0; time < 29; time += 0.05)
            estimator.Observe(MediaTime.FromSeconds(time * 1.001), MediaTime.FromSeconds(time));
        Assert.Null(estimator.DriftPpm);
        Assert.Equal(TimeSpan.Zero, estimator.Correction);
    }

    [Fact]
    public void Pairs_stay_true_while_the_clocks_drift_apart() => ForAll(Drifting, scenario =>
    {
        (double corrected, double? ppm) = ShareOfTruePairs(scenario);
        Assert.InRange(ppm!.Value, scenario.DriftPpm - PpmBound, scenario.DriftPpm + PpmBound);
        Assert.InRange(corrected, 0.99, 1);
        (double uncorrected, double? same) = ShareOfTruePairs(scenario with { Options = scenario.Options with { CorrectDrift = false } });
        Assert.Equal(ppm, same);
        Assert.InRange(uncorrected, 0, 0.1);
    }, 6);

    private static Arbitrary<(int Seed, int DriftPpm, int Delay, int Jitter, int Burst, int Lost)> Clocks => (
        from seed in Gen.Choose(0, int.MaxValue)
        from drift in Gen.Choose(-400, 400)
        from delay in Gen.Choose(0, 500)
        from jitter in Gen.Choose(0, 100)
        from burst in Gen.Elements(0, 0, 100, 230, 500)
        from lost in Gen.Choose(0, 40)
        select (seed, drift, delay, jitter, burst, lost)).ToArbitrary();

    /// <summary>A quarter of an hour at 10 frames and 20 chunks a second, in the last minute of which the clocks are at least 126 ms apart.</summary>
    private static Arbitrary<Scenario> Drifting => (
        from seed in Gen.Choose(0, int.MaxValue)
        from drift in Gen.Choose(150, 300)
        from sign in Gen.Elements(-1, 1)
        from jitter in Gen.Choose(0, 30)
        from lost in Gen.Choose(0, 1)
        let stream = new StreamScenario(100, 20, jitter, 0, lost, 0, 0, 0, 0)
        select new Scenario(seed, stream, stream with { Interval = 50 }, sign * drift, 20, int.MaxValue, new SynchronizerOptions { MaxDifference = TimeSpan.FromMilliseconds(60), MaxFrameWait = TimeSpan.FromMilliseconds(80) })).ToArbitrary();

    /// <summary>The share of the last minute's frames that are paired with sound that truly lies within the bound, however the clocks go.</summary>
    private static (double Share, double? DriftPpm) ShareOfTruePairs(Scenario scenario)
    {
        ScenarioRun run = new ScenarioRun(scenario).Play(15 * 60);
        MediaTime from = MediaTime.FromSeconds(14 * 60);
        CapturedItem<int>? last = null;
        int frames = 0;
        int truePairs = 0;
        foreach ((_, SynchronizedMoment<int, int> moment) in run.Moments)
        {
            last = moment.Sound.Count > 0 ? moment.Sound[^1] : last;
            if (moment.Frame is not { } frame || frame.Time < from)
                continue;
            frames++;
            // The nearest sound is the last that was passed on: frames do not wait for later sound.
            if (moment.IsPaired && last is { } sound && Distance(frame.Time, run.SoundTimes[sound.Item], run.ChunkLength) <= scenario.Options.MaxDifference + s_trueBound)
                truePairs++;
        }
        return ((double)truePairs / frames, run.Statistics.DriftPpm);
    }

    private static TimeSpan Distance(MediaTime frame, MediaTime start, TimeSpan length) =>
        frame > start + length ? frame - (start + length) : frame < start ? start - frame : TimeSpan.Zero;

    /// <summary>Always the same cases: how near an estimate comes is a matter of chance.</summary>
    private static void ForAll<T>(Arbitrary<T> cases, Action<T> property, int count = 40) =>
        Prop.ForAll(cases, property).Check(Config.QuickThrowOnFailure.WithReplay(20261121, 7).WithMaxTest(count).WithQuietOnSuccess(true));
}
