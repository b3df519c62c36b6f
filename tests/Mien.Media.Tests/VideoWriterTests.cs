using Mien.Core;
using Mien.Media.Tests.Support;

namespace Mien.Media.Tests;

public sealed class VideoWriterTests : MediaTest
{
    [Fact]
    public async Task A_film_keeps_the_times_the_pictures_and_the_sound()
    {
        string sound = Media.Make("tone.wav", "-f lavfi -i sine=frequency=500:sample_rate=16000:duration=1");
        long[] times = [0, 33_333, 100_000, 500_000, 512_345, 900_000];
        string path = Media.PathOf("out/new.mp4");
        await using (FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(path, 64, 48, new VideoWriterOptions { AudioPath = sound, Quality = 5 }))
        {
            for (int n = 0; n < times.Length; n++)
                using (VideoFrame frame = Plain(64, 48, n, times[n]))
                    await writer.WriteAsync(frame);
            Assert.False(File.Exists(path));
            await writer.CompleteAsync();
        }
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        MediaFileSource source = await MediaFileSource.OpenAsync(path);
        var frames = await ReadFrames(source);
        Assert.Equal(times.Length, frames.Count);
        for (int n = 0; n < times.Length; n++)
        {
            Assert.InRange(Math.Abs(frames[n].Time.Microseconds - times[n]), 0, 12); // 1/90000 s
            Assert.Equal((64, 48), (frames[n].Width, frames[n].Height));
            Assert.InRange(frames[n].Rgb[0], 35 * n - 6, 35 * n + 6); // red
            Assert.InRange(frames[n].Rgb[2], 190, 210); // blue
        }
        float[] samples = await ReadAudio(source);
        Assert.InRange(samples.Length, 15500, 17500);
        Assert.InRange(samples.Max(), 0.1, 0.15);
    }

    [Fact]
    public async Task An_odd_size_is_padded()
    {
        string path = Media.PathOf("odd.mp4");
        await using (FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(path, 63, 47))
        {
            using VideoFrame frame = Plain(63, 47, 3, 0);
            await writer.WriteAsync(frame);
            await writer.CompleteAsync();
        }
        MediaInfo info = await MediaProbe.ProbeAsync(path);
        Assert.Equal((64, 48), (info.Video!.Width, info.Video.Height));
        Assert.Null(info.Audio);
    }

    [Fact]
    public async Task A_source_without_sound_gives_a_silent_film()
    {
        string silent = Media.Make("silent.mkv", "-f lavfi -i testsrc=size=64x48:rate=10:duration=1 -c:v ffv1");
        string path = Media.PathOf("new.mp4");
        await using (FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(path, 64, 48, new VideoWriterOptions { AudioPath = silent }))
        {
            using VideoFrame frame = Plain(64, 48, 3, 0);
            await writer.WriteAsync(frame);
            await writer.CompleteAsync();
        }
        Assert.Null((await MediaProbe.ProbeAsync(path)).Audio);
    }

    [Fact]
    public async Task A_writer_that_is_left_leaves_no_file_and_no_process()
    {
        string path = Media.PathOf("left.mp4");
        await using (FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(path, 64, 48))
        {
            using VideoFrame frame = Plain(64, 48, 0, 0);
            await writer.WriteAsync(frame);
        }
        Assert.Empty(Directory.GetFiles(Media.Folder));
        Assert.Empty(ChildProcesses.OfFfmpeg());
    }

    [Fact]
    public async Task What_cannot_be_written_is_one_sentence()
    {
        string file = Media.Write("file", "x"u8);
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => FfmpegVideoWriter.CreateAsync(Path.Combine(file, "new.mp4"), 64, 48));
        Assert.Contains("new.mp4 cannot be written", error.Message);
    }

    [Fact]
    public async Task Frames_of_another_size_or_out_of_order_are_refused()
    {
        await using FfmpegVideoWriter writer = await FfmpegVideoWriter.CreateAsync(Media.PathOf("new.mp4"), 64, 48);
        using VideoFrame first = Plain(64, 48, 0, 1000), same = Plain(64, 48, 1, 1000), other = Plain(32, 48, 2, 2000);
        await writer.WriteAsync(first);
        await Assert.ThrowsAsync<ArgumentException>(() => writer.WriteAsync(same));
        await Assert.ThrowsAsync<ArgumentException>(() => writer.WriteAsync(other));
    }

    private static VideoFrame Plain(int width, int height, int number, long microseconds)
    {
        VideoFrame frame = new(width, height, number, new MediaTime(microseconds));
        Span<byte> rgb = frame.Rgb.Span;
        for (int i = 0; i < rgb.Length; i += 3)
            (rgb[i], rgb[i + 1], rgb[i + 2]) = ((byte)(35 * number), 80, 200);
        return frame;
    }
}
