using Mien.Core;

namespace Mien.Analysis.Tests;

public sealed class QualityControllerTests
{
    private const double FrameSeconds = 0.1;

    private readonly FakeClock _clock = new();
    private readonly List<QualityChange> _changes = [];

    [Fact]
    public void Late_results_take_the_level_down_step_by_step_and_calm_takes_it_up()
    {
        QualityController controller = Make();
        Run(controller, 1, 40);
        Assert.Equal(0, controller.Level.Index);
        Run(controller, 6, 200);
        Assert.Equal(3, controller.Level.Index); // and no further
        Assert.Equal([(0, 1), (1, 2), (2, 3)], _changes.Select(change => (change.From.Index, change.To.Index)));
        Assert.All(_changes, change => Assert.Equal(QualityPressure.Latency, change.Pressure));
        Assert.Equal("latency 200 ms at p95, more than 120 ms", _changes[0].Reason);
        Assert.Equal(_changes[^1].Reason, controller.Reason);
        Run(controller, 30, 40);
        Assert.Equal(0, controller.Level.Index);
        Assert.Equal([QualityPressure.None, QualityPressure.None, QualityPressure.None], _changes.Skip(3).Select(change => change.Pressure));
        Assert.Equal(_changes, controller.Changes);
    }

    [Fact]
    public void The_beginning_of_a_stream_and_the_first_results_of_a_level_do_not_count()
    {
        QualityController controller = new(QualityLadder.For(64, hasSpeech: true), clock: _clock, onChanged: _changes.Add);
        Run(controller, 2, 2000);
        Run(controller, 10, 40);
        Assert.Empty(_changes);
        while (controller.Level.Index == 0)
            Step(controller, 200);
        Run(controller, 0.4, 2000);
        Run(controller, 4, 40);
        Assert.Single(_changes);
    }

    [Fact]
    public void A_single_late_result_and_latencies_between_the_bounds_change_nothing()
    {
        QualityController controller = Make();
        Run(controller, 1, 40);
        Step(controller, 2000);
        Run(controller, 0.3, 40);
        Assert.Empty(_changes);
        Run(controller, 5, 200);
        int low = controller.Level.Index;
        Run(controller, 120, 100); // above calm, below high
        Assert.Equal(low, controller.Level.Index);
    }

    [Fact]
    public void Steps_are_apart_and_each_level_is_judged_by_its_own_results()
    {
        QualityController controller = Make();
        Run(controller, 10, 200);
        for (int i = 1; i < _changes.Count; i++)
            Assert.True(_changes[i].Time - _changes[i - 1].Time >= TimeSpan.FromSeconds(0.5));
        Assert.Equal(TimeSpan.FromMilliseconds(200), controller.Latency);
        Run(controller, 3, 40);
        Assert.Equal(TimeSpan.FromMilliseconds(40), controller.Latency);
    }

    [Fact]
    public void A_load_between_two_levels_makes_it_swing_ever_more_rarely()
    {
        QualityController controller = Make();
        int ups = 0;
        for (double time = 0; time < 600; time += FrameSeconds)
        {
            Step(controller, controller.Level.Index == 0 ? 200 : 40);
            ups = _changes.Count(change => change.To.Index < change.From.Index);
        }
        Assert.InRange(ups, 4, 14); // every minute at last; without the growing wait it would be about ninety
        DateTimeOffset[] times = [.. _changes.Where(change => change.To.Index == 0).Select(change => change.Time)];
        Assert.True(times[^1] - times[^2] >= TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void After_a_step_up_that_held_the_next_comes_as_early_as_ever()
    {
        QualityController controller = Make();
        for (double time = 0; time < 120; time += FrameSeconds)
            Step(controller, controller.Level.Index == 0 ? 200 : 40);
        Run(controller, 200, 40);
        while (controller.Level.Index == 0)
            Step(controller, 200);
        Run(controller, 6, 40);
        Assert.Equal(0, controller.Level.Index);
    }

    [Theory]
    [InlineData(0.6, 1.0, 1.0, 0.2, QualityPressure.Queue)]
    [InlineData(0.0, 0.04, 1.0, 0.2, QualityPressure.Memory)]
    [InlineData(0.0, 1.0, 0.04, 0.2, QualityPressure.GpuMemory)]
    [InlineData(0.0, 1.0, 1.0, 0.99, QualityPressure.Processor)]
    public void Each_pressure_takes_it_down_and_says_so(double queue, double memory, double gpu, double processors, QualityPressure expected)
    {
        QualityController controller = Make();
        Run(controller, 1.05, 80, queue, new ResourceSample(_clock.GetUtcNow(), processors, 0.1, 1, memory, gpu));
        Assert.Equal(1, controller.Level.Index);
        QualityChange change = Assert.Single(_changes);
        Assert.Equal(expected, change.Pressure);
        Assert.NotEmpty(change.Reason);
    }

    [Fact]
    public void Busy_processors_alone_do_no_harm()
    {
        QualityController controller = Make();
        ResourceSample busy = new(_clock.GetUtcNow(), 1, 0.1, 1, 1, null);
        Run(controller, 20, 60, 0, busy);
        Assert.Empty(_changes);
        Run(controller, 2, 200, 0, busy);
        Run(controller, 3, 60, 0, busy);
        int low = controller.Level.Index;
        Run(controller, 20, 60, 0, busy);
        Assert.Equal(low, controller.Level.Index);
        Run(controller, 20, 20, 0, busy); // early enough to try
        Assert.True(controller.Level.Index < low);
    }

    [Fact]
    public void Dropped_frames_are_pressure_too()
    {
        QualityController controller = Make();
        for (int frame = 0; frame < 60 && _changes.Count == 0; frame++)
        {
            if (frame % 3 == 0)
                controller.AddDropped();
            Step(controller, 40);
        }
        Assert.Equal(QualityPressure.Queue, Assert.Single(_changes).Pressure);
        Assert.Contains("dropped", _changes[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_log_is_bounded()
    {
        QualityController controller = new(QualityLadder.For(64, true), new QualityOptions { DownAfter = TimeSpan.Zero, UpAfter = TimeSpan.Zero, LongestUpAfter = TimeSpan.Zero }, _clock);
        for (int i = 0; i < 3000; i++)
        {
            _clock.Advance(3);
            for (int result = 0; result < 5; result++)
                controller.AddResult(TimeSpan.FromMilliseconds(controller.Level.Index == 0 ? 200 : 10));
            controller.Decide(0);
        }
        Assert.True(controller.Changes[^1].Time - controller.Changes[0].Time > TimeSpan.FromMinutes(10));
        Assert.Equal(1000, controller.Changes.Count);
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        QualityLadder ladder = QualityLadder.For(64, true);
        Assert.Throws<UserErrorException>(() => new QualityController(ladder, new QualityOptions { TargetLatency = TimeSpan.Zero }));
        Assert.Throws<UserErrorException>(() => new QualityController(ladder, new QualityOptions { HighLatency = 0.4 }));
        Assert.Throws<UserErrorException>(() => new QualityController(ladder, new QualityOptions { LongestUpAfter = TimeSpan.FromSeconds(1) }));
        Assert.Contains("window", Assert.Throws<UserErrorException>(() => new QualityController(ladder, new QualityOptions { Window = TimeSpan.Zero })).Message, StringComparison.Ordinal);
    }

    /// <summary>A controller whose stream has begun.</summary>
    private QualityController Make()
    {
        QualityController controller = new(QualityLadder.For(64, hasSpeech: true), clock: _clock, onChanged: _changes.Add);
        Run(controller, 3, 40);
        return controller;
    }

    private void Run(QualityController controller, double seconds, double latencyMs, double queue = 0, ResourceSample? resources = null)
    {
        for (double time = 0; time < seconds; time += FrameSeconds)
            Step(controller, latencyMs, queue, resources);
    }

    private void Step(QualityController controller, double latencyMs, double queue = 0, ResourceSample? resources = null)
    {
        _clock.Advance(FrameSeconds);
        controller.AddResult(TimeSpan.FromMilliseconds(latencyMs));
        controller.Decide(queue, resources);
    }
}
