using Mien.Core;
using Mien.Media.Tests.Support;

namespace Mien.Media.Tests.Capture;

/// <summary>Files played as if they were live, on the real clock: each test takes as long as it plays.</summary>
public sealed class PacedFileTests : MediaTest
{
    [Fact]
    public async Task Frames_and_sound_come_when_they_are_due_and_go_together()
    {
        string film = Media.MakeFilm(seconds: 1);
        await using LiveCapture capture = await OpenAsync(film, null, new CaptureOptions { WaitingFrames = 100, WaitingChunks = 200 });
        List<(MediaTime Captured, TimeSpan Age)> frames = [];
        await foreach (VideoFrame frame in capture.Frames!.ReadAllAsync(TestContext.Current.CancellationToken))
            using (frame)
                frames.Add((frame.Time, capture.Clock.Now - frame.Time));
        List<AudioChunk> chunks = [];
        await foreach (AudioChunk chunk in capture.Sound!.ReadAllAsync(TestContext.Current.CancellationToken))
            chunks.Add(chunk);
        Assert.Equal(10, frames.Count);
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.Equal(100_000, (pair.Second.Captured - pair.First.Captured).TotalMicroseconds));
        Assert.All(frames, frame => Assert.True(frame.Age >= TimeSpan.Zero));
        // Both begin at the same moment of the clock, as they do in the file.
        Assert.Equal(frames[0].Captured, chunks[0].Start);
        Assert.All(chunks.Zip(chunks.Skip(1)), pair => Assert.Equal(pair.First.End, pair.Second.Start));
    }

    [Fact]
    public async Task A_recording_stands_in_for_the_microphone_of_another_film()
    {
        string film = Media.MakeFilm(seconds: 1);
        string voice = Media.Make("voice.wav", "-f lavfi -i sine=frequency=300:sample_rate=48000:duration=1 -ac 2");
        await using LiveCapture capture = await OpenAsync(film, voice, new CaptureOptions { WaitingFrames = 100, WaitingChunks = 200 });
        AudioChunk first = await FirstAsync(capture.Sound!);
        using VideoFrame frame = await FirstAsync(capture.Frames!);
        Assert.Equal(frame.Time, first.Start);
    }

    [Fact]
    public async Task A_looped_film_begins_again_and_its_times_go_on()
    {
        string film = Media.MakeFilm(seconds: 0.5);
        await using LiveCapture capture = await OpenAsync(film, "none", new CaptureOptions { Loop = true, WaitingFrames = 100 });
        List<MediaTime> times = [];
        await foreach (VideoFrame frame in capture.Frames!.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            Assert.Equal(times.Count, frame.Index);
            times.Add(frame.Time);
            frame.Dispose();
            if (times.Count == 12)
                break;
        }
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange((pair.Second - pair.First).TotalMilliseconds, 90, 130));
    }

    [Fact]
    public async Task A_silent_film_gives_pictures_alone_and_a_recording_sound_alone()
    {
        string silent = Media.Make("silent.mp4", "-f lavfi -i testsrc=size=64x48:rate=10:duration=0.3 -c:v libx264 -preset ultrafast");
        await using (LiveCapture capture = await OpenAsync(silent, null))
        {
            Assert.Null(capture.Sound);
            using VideoFrame frame = await FirstAsync(capture.Frames!);
        }
        string voice = Media.Make("voice.wav", "-f lavfi -i sine=frequency=300:duration=0.3");
        await using (LiveCapture capture = await OpenAsync("none", voice))
        {
            Assert.Null(capture.Frames);
            Assert.Equal(320, (await FirstAsync(capture.Sound!)).Samples.Length);
        }
    }

    [Fact]
    public async Task What_cannot_stand_in_is_refused()
    {
        string voice = Media.Make("voice.wav", "-f lavfi -i sine=duration=0.3");
        string silent = Media.Make("silent.mp4", "-f lavfi -i testsrc=size=64x48:rate=10:duration=0.3 -c:v libx264 -preset ultrafast");
        string picture = Media.Make("still.png", "-f lavfi -i testsrc=size=64x48 -frames:v 1");
        Assert.Contains("is no film", (await Assert.ThrowsAsync<UserErrorException>(() => OpenAsync(voice, null))).Message);
        Assert.Contains("is no film", (await Assert.ThrowsAsync<UserErrorException>(() => OpenAsync(picture, null))).Message);
        Assert.Contains("has no sound", (await Assert.ThrowsAsync<UserErrorException>(() => OpenAsync(silent, silent))).Message);
        Assert.Contains("Neither a camera", (await Assert.ThrowsAsync<UserErrorException>(() => OpenAsync("none", "none"))).Message);
        await Assert.ThrowsAsync<UserErrorException>(() => OpenAsync(Media.Write("damaged.mp4", new byte[100]), null));
    }

    [Fact]
    public async Task Leaving_in_the_middle_leaves_no_program_behind()
    {
        string film = Media.MakeFilm(seconds: 30, rate: 25);
        await using (LiveCapture capture = await OpenAsync(film, null))
            (await FirstAsync(capture.Frames!)).Dispose();
        Assert.Empty(ChildProcesses.OfFfmpeg());
    }

    private static async Task<LiveCapture> OpenAsync(string camera, string? microphone, CaptureOptions? options = null) => await LiveCapture.OpenAsync(
        await CaptureSelection.ResolveAsync(camera, microphone, TestContext.Current.CancellationToken), options, cancellation: TestContext.Current.CancellationToken);

    private static async Task<T> FirstAsync<T>(CaptureStream<T> stream) where T : class
    {
        Assert.True(await stream.WaitAsync(TestContext.Current.CancellationToken));
        Assert.True(stream.TryTake(out T? item));
        return item;
    }
}
