using Mien.Core;

namespace Mien.Synchronization.Tests;

/// <summary>One case each of what a synchroniser promises; <see cref="StreamSynchronizerProperties"/> has the random ones.</summary>
public sealed class StreamSynchronizerTests
{
    private static readonly TimeSpan s_chunk = TimeSpan.FromMilliseconds(20);

    private readonly List<(string Item, DropReason Reason)> _dropped = [];

    [Fact]
    public void A_frame_goes_with_the_sound_of_its_moment_at_once()
    {
        using StreamSynchronizer<string, string> synchronizer = Make();
        Sound(synchronizer, "a", 0, 20);
        Sound(synchronizer, "b", 20, 40);
        Sound(synchronizer, "c", 40, 60);
        synchronizer.PushVideo("frame", Ms(35), Ms(60));
        SynchronizedMoment<string, string> moment = Take(synchronizer, 60);
        Assert.Equal("frame", moment.Frame!.Value.Item);
        Assert.Equal(["a", "b"], moment.Sound.Select(sound => sound.Item));
        Assert.Equal(TimeSpan.Zero, moment.Difference);
        Assert.Equal(1, synchronizer.Statistics.Audio.Pending);
    }

    [Fact]
    public void A_frame_waits_for_its_sound()
    {
        using StreamSynchronizer<string, string> synchronizer = Make();
        Sound(synchronizer, "a", 0, 20);
        synchronizer.PushVideo("frame", Ms(35), Ms(36));
        Assert.False(synchronizer.TryTake(Ms(37), out _));
        Assert.Equal(Ms(76), synchronizer.DueTime);
        Sound(synchronizer, "b", 20, 40);
        Assert.Equal(["a", "b"], Take(synchronizer, 41).Sound.Select(sound => sound.Item));
    }

    [Fact]
    public void A_frame_that_waited_long_enough_takes_the_nearest_sound()
    {
        using StreamSynchronizer<string, string> synchronizer = Make();
        Sound(synchronizer, "a", 0, 20);
        synchronizer.PushVideo("frame", Ms(90), Ms(91));
        Assert.False(synchronizer.TryTake(Ms(130), out _));
        SynchronizedMoment<string, string> moment = Take(synchronizer, 131);
        Assert.Equal(TimeSpan.FromMilliseconds(-70), moment.Difference);
        Assert.Equal(TimeSpan.FromMilliseconds(70), synchronizer.Statistics.MaxDifference);
    }

    [Fact]
    public void Sound_beyond_the_bound_goes_alone_and_so_does_the_frame()
    {
        using StreamSynchronizer<string, string> synchronizer = Make();
        Sound(synchronizer, "a", 0, 20);
        synchronizer.PushVideo("frame", Ms(121), Ms(122));
        SynchronizedMoment<string, string> sound = Take(synchronizer, 122);
        Assert.Null(sound.Frame);
        Assert.Equal("a", Assert.Single(sound.Sound).Item);
        SynchronizedMoment<string, string> frame = Take(synchronizer, 162);
        Assert.NotNull(frame.Frame);
        Assert.Empty(frame.Sound);
        Assert.False(frame.IsPaired);
        Assert.Equal((1, 1), (synchronizer.Statistics.Video.Alone, synchronizer.Statistics.Audio.Alone));
    }

    [Fact]
    public void Several_frames_share_a_long_chunk()
    {
        using StreamSynchronizer<string, string> synchronizer = Make();
        synchronizer.PushAudio("long", Ms(0), TimeSpan.FromMilliseconds(200), Ms(200));
        synchronizer.PushVideo("first", Ms(100), Ms(200));
        synchronizer.PushVideo("second", Ms(140), Ms(200));
        Assert.Single(Take(synchronizer, 200).Sound);
        SynchronizedMoment<string, string> second = Take(synchronizer, 200);
        Assert.Empty(second.Sound);
        Assert.Equal(TimeSpan.Zero, second.Difference);
    }

    [Fact]
    public void Nobody_waits_for_a_stream_that_never_came()
    {
        using StreamSynchronizer<string, string> synchronizer = Make();
        synchronizer.PushVideo("frame", Ms(0), Ms(1));
        Assert.Equal("frame", Take(synchronizer, 1).Frame!.Value.Item);
        using StreamSynchronizer<string, string> deaf = Make();
        Sound(deaf, "a", 0, 20);
        Assert.Equal("a", Assert.Single(Take(deaf, 20).Sound).Item);
    }

    [Fact]
    public void A_full_queue_drops_its_oldest_and_says_so()
    {
        using StreamSynchronizer<string, string> synchronizer = Make(new SynchronizerOptions { VideoCapacity = 2, MaxFrameAge = TimeSpan.FromSeconds(10) });
        for (int frame = 0; frame < 4; frame++)
            synchronizer.PushVideo($"{frame}", Ms(40 * frame), Ms(40 * frame));
        Assert.Equal([("0", DropReason.QueueFull), ("1", DropReason.QueueFull)], _dropped);
        Assert.Equal("2", Take(synchronizer, 121).Frame!.Value.Item);
    }

    [Fact]
    public void Sound_is_not_lost_between_rare_frames()
    {
        using StreamSynchronizer<string, string> synchronizer = Make(new SynchronizerOptions { AudioCapacity = 5 });
        int taken = 0;
        for (int time = 0; time < 3000; time += 10)
        {
            if (time % 1000 == 0)
                synchronizer.PushVideo($"{time}", Ms(time), Ms(time));
            Sound(synchronizer, $"{time}", time - 10, time);
            while (synchronizer.TryTake(Ms(time), out SynchronizedMoment<string, string>? moment))
                taken += moment.Sound.Count;
        }
        Assert.Empty(_dropped);
        Assert.InRange(taken, 300 - 5, 300);
        Assert.Equal(3, synchronizer.Statistics.Video.Paired);
    }

    [Fact]
    public void An_old_frame_makes_way_only_for_a_later_one()
    {
        using StreamSynchronizer<string, string> synchronizer = Make();
        synchronizer.PushVideo("old", Ms(0), Ms(0));
        Assert.Equal("old", Take(synchronizer, 500).Frame!.Value.Item);
        synchronizer.PushVideo("older", Ms(600), Ms(600));
        synchronizer.PushVideo("newer", Ms(640), Ms(640));
        Assert.Equal("newer", Take(synchronizer, 720).Frame!.Value.Item);
        Assert.Equal([("older", DropReason.Stale)], _dropped);
    }

    [Fact]
    public void What_comes_after_its_successor_left_is_dropped_and_what_comes_before_is_put_in_order()
    {
        using StreamSynchronizer<string, string> synchronizer = Make();
        Sound(synchronizer, "a", 0, 20);
        synchronizer.PushVideo("second", Ms(90), Ms(90));
        synchronizer.PushVideo("first", Ms(80), Ms(91));
        Assert.Equal("first", Take(synchronizer, 131).Frame!.Value.Item);
        Assert.Equal("second", Take(synchronizer, 131).Frame!.Value.Item);
        synchronizer.PushVideo("late", Ms(85), Ms(132));
        synchronizer.PushVideo("again", Ms(90), Ms(133));
        Assert.Equal([("late", DropReason.OutOfOrder), ("again", DropReason.Duplicate)], _dropped);
    }

    [Fact]
    public void Sound_far_behind_the_frames_is_stale()
    {
        using StreamSynchronizer<string, string> synchronizer = Make();
        synchronizer.PushVideo("frame", Ms(5000), Ms(5000));
        Take(synchronizer, 5040);
        Sound(synchronizer, "old", 3900, 3920);
        Assert.False(synchronizer.TryTake(Ms(5050), out _));
        Assert.Equal([("old", DropReason.Stale)], _dropped);
    }

    [Fact]
    public void The_end_makes_everything_due_and_disposing_drops_the_rest()
    {
        StreamSynchronizer<string, string> synchronizer = Make();
        Sound(synchronizer, "a", 0, 20);
        synchronizer.PushVideo("first", Ms(90), Ms(90));
        synchronizer.PushVideo("second", Ms(95), Ms(95));
        synchronizer.Complete();
        Assert.Equal("first", Take(synchronizer, 95).Frame!.Value.Item);
        synchronizer.PushVideo("too late", Ms(130), Ms(130));
        synchronizer.Dispose();
        Assert.Equal([("too late", DropReason.Ended), ("second", DropReason.Ended)], _dropped);
        StreamStatistics video = synchronizer.Statistics.Video;
        Assert.Equal((3, 1, 2, 0), (video.Received, video.Paired, video.Dropped, video.Pending));
    }

    [Fact]
    public void Capture_times_may_begin_anywhere_but_not_beyond_all_clocks()
    {
        using StreamSynchronizer<string, string> synchronizer = Make();
        const long Epoch = 1_800_000_000_000_000;
        synchronizer.PushAudio("a", new MediaTime(Epoch), s_chunk, Ms(20));
        synchronizer.PushVideo("frame", new MediaTime(Epoch + 10_000), Ms(20));
        Assert.True(Take(synchronizer, 20).IsPaired);
        Assert.Throws<ArgumentOutOfRangeException>(() => synchronizer.PushVideo("frame", new MediaTime(long.MaxValue), Ms(30)));
        Assert.Throws<ArgumentOutOfRangeException>(() => synchronizer.PushAudio("b", new MediaTime(long.MinValue), s_chunk, Ms(30)));
        Assert.Throws<ArgumentOutOfRangeException>(() => synchronizer.PushAudio("b", Ms(0), -s_chunk, Ms(30)));
    }

    [Theory]
    [InlineData(0, 20, 40, 80)]
    [InlineData(10, 0, 40, 80)]
    [InlineData(10, 20, 40, 39)]
    [InlineData(10, 20, -1, 80)]
    public void Settings_out_of_range_are_refused(int video, int audio, int wait, int age) =>
        Assert.Throws<UserErrorException>(() => Make(new SynchronizerOptions
        {
            VideoCapacity = video,
            AudioCapacity = audio,
            MaxFrameWait = TimeSpan.FromMilliseconds(wait),
            MaxFrameAge = TimeSpan.FromMilliseconds(age),
        }));

    private static MediaTime Ms(double milliseconds) => MediaTime.FromSeconds(milliseconds / 1000);

    private static void Sound(StreamSynchronizer<string, string> synchronizer, string item, double start, double end) =>
        synchronizer.PushAudio(item, Ms(start), TimeSpan.FromMilliseconds(end - start), Ms(end));

    private static SynchronizedMoment<string, string> Take(StreamSynchronizer<string, string> synchronizer, double now)
    {
        Assert.True(synchronizer.TryTake(Ms(now), out SynchronizedMoment<string, string>? moment));
        return moment;
    }

    private StreamSynchronizer<string, string> Make(SynchronizerOptions? options = null) =>
        new(options, (item, reason) => _dropped.Add((item, reason)), (item, reason) => _dropped.Add((item, reason)));
}
