using Mien.Core;
using Mien.Media.Tests.Support;

namespace Mien.Media.Tests.Capture;

/// <summary>A real stream over a real connection that breaks off and comes back.</summary>
public sealed class StreamCaptureTests : MediaTest
{
    private static readonly CaptureOptions s_hasty = new() { FirstRetry = TimeSpan.FromSeconds(0.1), LastRetry = TimeSpan.FromSeconds(0.5), StallTime = TimeSpan.FromSeconds(1) };

    private readonly List<CaptureNotice> _notices = [];

    [Fact]
    public async Task Pictures_and_sound_come_by_one_connection_on_one_clock()
    {
        using StreamServer server = new();
        await using LiveCapture capture = await OpenAsync(server.Url, null, new CaptureOptions { WaitingFrames = 100, WaitingChunks = 400 });
        List<VideoFrame> frames = await TakeAsync(capture.Frames!, 90);
        List<AudioChunk> chunks = await TakeAsync(capture.Sound!, 170);
        MediaTime now = capture.Clock.Now;
        Assert.All(frames, frame => Assert.Equal((320, 240), (frame.Width, frame.Height)));
        Assert.Equal(Enumerable.Range(0, 90).Select(index => (long)index), frames.Select(frame => frame.Index));
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.True(pair.First.Time < pair.Second.Time));
        Assert.All(chunks, chunk => Assert.Equal((320, 16000), (chunk.Samples.Length, chunk.SampleRateHz)));
        // Once the backlog of the connection is through, frames are 40 ms and chunks 20 ms apart.
        Assert.All(frames[60..].Zip(frames[61..]), pair => Assert.InRange((pair.Second.Time - pair.First.Time).TotalMilliseconds, 30, 50));
        Assert.All(chunks[120..].Zip(chunks[121..]), pair => Assert.InRange((pair.Second.Start - pair.First.Start).TotalMilliseconds, 15, 25));
        Assert.InRange((now - frames[^1].Time).TotalSeconds, 0, 2);
        // The tone has an amplitude of 1/8, whose root mean square is 0.088.
        double power = chunks.Skip(10).SelectMany(chunk => chunk.Samples.ToArray()).Average(sample => sample * sample);
        Assert.InRange(Math.Sqrt(power), 0.07, 0.1);
        frames.ForEach(frame => frame.Dispose());
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_announced_tried_again_and_goes_on_while_the_microphone_does_all_along()
    {
        string voice = Media.Make("voice.wav", "-f lavfi -i sine=frequency=300:sample_rate=16000:duration=2");
        using StreamServer server = new(withSound: false);
        await using LiveCapture capture = await OpenAsync(server.Url, voice, s_hasty with { Loop = true });
        VideoFrame before = (await TakeAsync(capture.Frames!, 1))[0];
        server.Kill();
        await Seen(capture, CaptureNoticeKind.Lost);
        Assert.True(capture.IsLost(CaptureModality.Camera));
        Assert.False(capture.IsLost(CaptureModality.Microphone));
        long heard = capture.Sound!.Received;
        await Eventually.Holds(() => capture.Sound.Received > heard + 20, "sound goes on");

        server.Start();
        await Seen(capture, CaptureNoticeKind.Resumed);
        Assert.False(capture.IsLost(CaptureModality.Camera));
        MediaTime resumed = capture.Clock.Now;
        while (capture.Frames!.TryTake(out VideoFrame? old))
            old.Dispose();
        VideoFrame after = (await TakeAsync(capture.Frames, 1))[0];
        Assert.True(after.Index > before.Index && after.Time > before.Time);
        Assert.InRange((after.Time - resumed).TotalSeconds, -1, 2);
        CaptureNotice lost = _notices.Single(notice => notice.Kind == CaptureNoticeKind.Lost);
        Assert.Equal(CaptureModality.Camera, lost.Modality);
        Assert.Contains(server.Url, lost.Sentence);
        before.Dispose();
        after.Dispose();
    }

    [Fact]
    public async Task A_stream_that_falls_silent_counts_as_lost()
    {
        using StreamServer server = new(withSound: false);
        await using LiveCapture capture = await OpenAsync(server.Url, "none", s_hasty);
        server.Freeze();
        await Seen(capture, CaptureNoticeKind.Lost);
        Assert.Contains("nothing came for 1 s", _notices.Single(notice => notice.Kind == CaptureNoticeKind.Lost).Sentence);
        server.Kill();
        server.Start();
        await Seen(capture, CaptureNoticeKind.Resumed);
    }

    [Fact]
    public async Task A_reader_that_sleeps_finds_the_newest_frame_and_the_dropped_ones_counted()
    {
        using StreamServer server = new(withSound: false);
        await using LiveCapture capture = await OpenAsync(server.Url, "none", new CaptureOptions { WaitingFrames = 1 });
        await Eventually.Holds(() => capture.Frames!.Received >= 60, "frames come in although nobody takes them");
        Assert.True(capture.Frames!.TryTake(out VideoFrame? frame));
        Assert.True(frame.Index >= 59);
        Assert.InRange(capture.Frames.Dropped, 59, capture.Frames.Received);
        frame.Dispose();
    }

    [Fact]
    public async Task A_recording_in_the_network_is_read_at_its_own_pace()
    {
        string film = Media.MakeFilm(seconds: 2, extra: "-movflags +faststart");
        using FileServer server = new(film);
        await using LiveCapture capture = await OpenAsync(server.Url, null, new CaptureOptions { WaitingFrames = 100 });
        MediaTime begun = capture.Clock.Now;
        List<VideoFrame> frames = [];
        await foreach (VideoFrame frame in capture.Frames!.ReadAllAsync(TestContext.Current.CancellationToken))
            frames.Add(frame);
        Assert.Equal(20, frames.Count);
        Assert.InRange((capture.Clock.Now - begun).TotalSeconds, 1.2, 10);
        Assert.True(capture.Sound!.Received > 80);
        Drain(capture);
        Assert.Equal(CaptureNoticeKind.Ended, _notices[^1].Kind);
        frames.ForEach(frame => frame.Dispose());
    }

    [Fact]
    public async Task An_address_that_nobody_serves_is_an_error_with_the_reason()
    {
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => OpenAsync("http://user:secret@127.0.0.1:9/x", null, s_hasty));
        Assert.Contains("http://127.0.0.1:9/x cannot be opened", error.Message);
        Assert.Contains("Connection refused", error.Message);
        Assert.DoesNotContain("secret", error.Message);
    }

    private static async Task<LiveCapture> OpenAsync(string camera, string? microphone, CaptureOptions options)
    {
        CaptureSelection selection = await CaptureSelection.ResolveAsync(camera, microphone, TestContext.Current.CancellationToken);
        return await LiveCapture.OpenAsync(selection, options, cancellation: TestContext.Current.CancellationToken);
    }

    private static async Task<List<T>> TakeAsync<T>(CaptureStream<T> stream, int count) where T : class
    {
        List<T> items = [];
        await foreach (T item in stream.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            items.Add(item);
            if (items.Count == count)
                break;
        }
        Assert.Equal(count, items.Count);
        return items;
    }

    private void Drain(LiveCapture capture)
    {
        while (capture.Notices.TryRead(out CaptureNotice? notice))
            _notices.Add(notice);
    }

    private Task Seen(LiveCapture capture, CaptureNoticeKind kind) => Eventually.Holds(
        () =>
        {
            Drain(capture);
            return _notices.Any(notice => notice.Kind == kind);
        },
        $"the notice {kind}");
}
