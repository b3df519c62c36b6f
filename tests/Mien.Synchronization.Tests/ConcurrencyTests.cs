using System.Collections.Concurrent;
using System.Diagnostics;
using Mien.Core;

namespace Mien.Synchronization.Tests;

/// <summary>Captures and taker on threads of their own.</summary>
public sealed class ConcurrencyTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Captures_that_race_with_a_taker_lose_track_of_nothing()
    {
        const int Items = 20_000;
        ConcurrentDictionary<int, int> frames = new();
        ConcurrentDictionary<int, int> sounds = new();
        StreamSynchronizer<int, int> synchronizer = new(
            onVideoDropped: (item, _) => frames.AddOrUpdate(item, 1, (_, count) => count + 1),
            onAudioDropped: (item, _) => sounds.AddOrUpdate(item, 1, (_, count) => count + 1));
        long begun = Stopwatch.GetTimestamp();
        Task video = Task.Run(() =>
        {
            for (int item = 0; item < Items; item++)
                synchronizer.PushVideo(item, new MediaTime(item * 40_000L), Now());
        });
        Task audio = Task.Run(() =>
        {
            for (int item = 0; item < Items; item++)
                synchronizer.PushAudio(item, new MediaTime(item * 40_000L), TimeSpan.FromMilliseconds(40), Now());
        });
        Task take = Task.Run(() =>
        {
            while (!(video.IsCompleted && audio.IsCompleted))
                Take();
        });
        await Task.WhenAll(video, audio, take).WaitAsync(s_patience);
        Take();
        synchronizer.Dispose();
        Assert.Equal((Items, Items), (frames.Count, sounds.Count));
        Assert.All(frames.Concat(sounds), entry => Assert.Equal(1, entry.Value));
        Assert.Equal((Items, Items), (synchronizer.Statistics.Video.Received, synchronizer.Statistics.Audio.Received));

        MediaTime Now() => MediaTime.FromSeconds(Stopwatch.GetElapsedTime(begun).TotalSeconds);

        void Take()
        {
            while (synchronizer.TryTake(Now(), out SynchronizedMoment<int, int>? moment))
            {
                if (moment.Frame is { } frame)
                    frames.AddOrUpdate(frame.Item, 1, (_, count) => count + 1);
                foreach (CapturedItem<int> sound in moment.Sound)
                    sounds.AddOrUpdate(sound.Item, 1, (_, count) => count + 1);
            }
        }
    }

    [Fact]
    public async Task Whoever_hears_of_a_drop_may_take_his_time()
    {
        using ManualResetEventSlim heard = new();
        using ManualResetEventSlim goOn = new();
        using StreamSynchronizer<int, int> synchronizer = new(new SynchronizerOptions { VideoCapacity = 1 }, (_, _) =>
        {
            heard.Set();
            goOn.Wait(s_patience);
        });
        synchronizer.PushVideo(0, MediaTime.Zero, MediaTime.Zero);
        Task push = Task.Run(() => synchronizer.PushVideo(1, new MediaTime(1), MediaTime.Zero));
        Assert.True(heard.Wait(s_patience));
        // Meanwhile the others go on.
        await Task.Run(() => synchronizer.PushAudio(0, MediaTime.Zero, TimeSpan.Zero, MediaTime.Zero)).WaitAsync(s_patience);
        Assert.Equal(1, synchronizer.Statistics.Video.QueueFull);
        Assert.False(push.IsCompleted);
        goOn.Set();
        await push.WaitAsync(s_patience);
    }
}
