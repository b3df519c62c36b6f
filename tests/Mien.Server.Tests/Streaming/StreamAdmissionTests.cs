using Mien.Analysis.Tests;
using Mien.Server.Streaming;

namespace Mien.Server.Tests.Streaming;

public sealed class StreamAdmissionTests
{
    private static readonly TimeSpan s_frame = TimeSpan.FromMilliseconds(10);

    private readonly FakeClock _clock = new();

    [Fact]
    public void As_many_are_let_in_as_their_frames_leave_room_for()
    {
        // Two workers, 10 ms a frame, 10 frames a second: each session takes a tenth of a worker, and 0.85 of both carry 17.
        StreamAdmission admission = new(new StreamOptions { MaxSessions = 1000 }, 2, 1, _clock);
        List<IDisposable> places = Fill(admission, s_frame, level: 0);
        Assert.InRange(places.Count, 16, 17);
        Assert.Equal(places.Count * 0.1 / 2, admission.Load, 0.02);
        Assert.Contains("processors", admission.Refusal());

        places[0].Dispose();
        places[0].Dispose(); // leaves once
        Assert.Equal(places.Count - 1, admission.Count);
        Run(admission, places.Count - 1, seconds: 20);
        Assert.Null(admission.Refusal());
    }

    [Fact]
    public void Those_who_come_at_once_count_before_they_have_worked()
    {
        StreamAdmission admission = new(new StreamOptions { MaxSessions = 1000 }, 2, 1, _clock);
        int entered = 0;
        while (admission.TryEnter(out _) is not null)
            entered++;
        Assert.Equal(14, entered); // 0.85 of two workers at 12 ms a frame, which nobody has measured yet
    }

    [Fact]
    public void Slower_frames_leave_room_for_fewer_but_one_is_always_let_in()
    {
        StreamAdmission admission = new(new StreamOptions(), 2, 1, _clock);
        for (int i = 0; i < 1000; i++)
            admission.AddWork(TimeSpan.FromSeconds(1), 0);
        using IDisposable? only = admission.TryEnter(out string? refusal);
        Assert.NotNull(only);
        Assert.Null(refusal);
        Assert.Null(admission.TryEnter(out refusal));
        Assert.Contains("1 live sessions", refusal);
    }

    [Fact]
    public void No_more_than_the_limit_however_little_they_take()
    {
        StreamAdmission admission = new(new StreamOptions { MaxSessions = 3, ExpectedFramesPerSecond = 0.1 }, 2, 1, _clock);
        Assert.All(Enumerable.Range(0, 3), _ => Assert.NotNull(admission.TryEnter(out string? _)));
        Assert.Null(admission.TryEnter(out string? refusal));
        Assert.Contains("as many as it may", refusal);
    }

    [Fact]
    public void Quality_gives_way_before_anyone_is_refused()
    {
        // 10 ms a frame at full quality, 3 at the last of four levels: 0.85 of two workers carry 17 sessions or 56.
        StreamAdmission admission = new(new StreamOptions { MaxSessions = 1000 }, 2, 4, _clock);
        int first = Fill(admission, s_frame, level: 0).Count;
        Assert.InRange(first, 40, 46); // as the last level is thought to cost 0.37 of the first
        int more = Fill(admission, TimeSpan.FromMilliseconds(3), level: 3).Count;
        Assert.InRange(first + more, 54, 58); // as it is measured, in steps of 100 ms
        // Back at full quality, what the last level costs is known.
        Run(admission, 17, seconds: 40, s_frame, level: 0);
        Assert.Null(admission.Refusal());
        Assert.Equal(0.85, admission.Load, 0.03);
    }

    /// <summary>Lets in one a second, for two minutes, where there is room.</summary>
    private List<IDisposable> Fill(StreamAdmission admission, TimeSpan cost, int level)
    {
        List<IDisposable> places = [];
        for (int second = 0; second < 120; second++)
        {
            if (admission.TryEnter(out _) is { } place)
                places.Add(place);
            Run(admission, admission.Count, seconds: 1, cost, level);
        }
        return places;
    }

    private void Run(StreamAdmission admission, int sessions, int seconds, TimeSpan? cost = null, int level = 0)
    {
        for (int tick = 0; tick < 10 * seconds; tick++)
        {
            for (int session = 0; session < sessions; session++)
                admission.AddWork(cost ?? s_frame, level);
            _clock.Advance(0.1);
        }
    }
}
