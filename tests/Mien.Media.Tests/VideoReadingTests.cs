using Mien.Core;
using Mien.Media.Tests.Support;

namespace Mien.Media.Tests;

public sealed class VideoReadingTests : MediaTest
{
    [Fact]
    public async Task Frames_have_the_films_size_numbers_and_times()
    {
        MediaFileSource source = await MediaFileSource.OpenAsync(Media.MakeFilm());
        var frames = await ReadFrames(source);
        Assert.Equal(10, frames.Count);
        Assert.All(frames, frame => Assert.Equal((64, 48), (frame.Width, frame.Height)));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (long)i), frames.Select(frame => frame.Index));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => i * 100_000L), frames.Select(frame => frame.Time.Microseconds));
        Assert.Empty(source.Warnings);
        Assert.Equal(MediaKind.Video, source.Info.Kind);
        Assert.Equal(10, source.Info.Video!.FrameRate);
        Assert.NotNull(source.Info.Audio);
    }

    [Fact]
    public async Task Colours_are_red_green_blue()
    {
        string path = Media.Make("red.mkv", "-f lavfi -i color=c=0xF01030:size=32x32:rate=5:duration=1 -c:v ffv1 -pix_fmt bgr0");
        var frames = await ReadFrames(await MediaFileSource.OpenAsync(path));
        Assert.Equal(5, frames.Count);
        Assert.All(frames[2].Rgb.Chunk(3), pixel =>
        {
            // The generator works in YUV, which costs up to 2.
            Assert.InRange(pixel[0], 0xED, 0xF3);
            Assert.InRange(pixel[1], 0x0D, 0x13);
            Assert.InRange(pixel[2], 0x2D, 0x33);
        });
    }

    [Fact]
    public async Task Variable_frame_rate_keeps_every_true_time()
    {
        // Frames 0..29 at 30 a second, of which those with number 0 1 2 7 8 20 29 stay, at their own times.
        int[] kept = [0, 1, 2, 7, 8, 20, 29];
        string choice = string.Join('+', kept.Select(n => $"eq(n,{n})"));
        string path = Media.Make("vfr.mp4", $"-f lavfi -i testsrc=size=64x48:rate=30:duration=1 -vf select={choice.Replace(",", "\\,")} -fps_mode passthrough -c:v libx264 -preset ultrafast -pix_fmt yuv420p");
        var frames = await ReadFrames(await MediaFileSource.OpenAsync(path));
        Assert.Equal(kept.Select(n => (long)Math.Round(n * 1e6 / 30)), frames.Select(frame => frame.Time.Microseconds));
    }

    [Fact]
    public async Task A_film_that_asks_for_rotation_is_delivered_upright()
    {
        string plain = Media.Make("plain.mp4", "-f lavfi -i testsrc=size=64x32:rate=5:duration=1 -c:v libx264 -preset ultrafast -qp 0 -pix_fmt yuv444p");
        string rotated = Media.Make("rotated.mp4", $"-i {plain} -c copy -metadata:s:v rotate=90");
        MediaFileSource source = await MediaFileSource.OpenAsync(rotated);
        Assert.Equal((32, 64, 270), (source.Info.Video!.Width, source.Info.Video.Height, source.Info.Video.RotationDegrees));
        byte[] upright = (await ReadFrames(source))[0].Rgb;
        byte[] original = (await ReadFrames(await MediaFileSource.OpenAsync(plain)))[0].Rgb;
        // FFmpeg 5.1 writes `rotate=90` as a quarter turn against the clock: the pixel (x, y) of the turned picture was (63 - y, x).
        for (int y = 0; y < 64; y++)
            for (int x = 0; x < 32; x++)
                for (int channel = 0; channel < 3; channel++)
                    Assert.InRange(Math.Abs(upright[(y * 32 + x) * 3 + channel] - original[(x * 64 + 63 - y) * 3 + channel]), 0, 2);
    }

    [Fact]
    public async Task Every_third_frame_keeps_its_number_and_time()
    {
        string path = Media.MakeFilm();
        var all = await ReadFrames(await MediaFileSource.OpenAsync(path));
        var some = await ReadFrames(await MediaFileSource.OpenAsync(path, new MediaReadOptions { Every = 3 }));
        Assert.Equal([0L, 3, 6, 9], some.Select(frame => frame.Index));
        Assert.All(some, frame => Assert.Equal(all[(int)frame.Index].Time, frame.Time));
        Assert.All(some, frame => Assert.Equal(all[(int)frame.Index].Rgb, frame.Rgb));
    }

    [Theory]
    [InlineData(4, new long[] { 0, 3, 5, 8, 10, 13, 15, 18 })] // the first frame at or after each quarter of a second
    [InlineData(2.5, new long[] { 0, 4, 8, 12, 16 })]
    [InlineData(100, new long[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 })]
    public async Task Frames_a_second_take_the_first_frame_of_each_interval(double rate, long[] expected)
    {
        string path = Media.MakeFilm(seconds: 2);
        var frames = await ReadFrames(await MediaFileSource.OpenAsync(path, new MediaReadOptions { FramesPerSecond = rate }));
        Assert.Equal(expected, frames.Select(frame => frame.Index));
        Assert.Equal(expected.Select(n => n * 100_000), frames.Select(frame => frame.Time.Microseconds));
    }

    [Fact]
    public async Task A_part_keeps_the_times_of_the_whole()
    {
        string path = Media.MakeFilm(seconds: 3);
        var all = await ReadFrames(await MediaFileSource.OpenAsync(path));
        MediaReadOptions options = new() { Start = TimeSpan.FromSeconds(1.2), Duration = TimeSpan.FromSeconds(0.5) };
        var part = await ReadFrames(await MediaFileSource.OpenAsync(path, options));
        Assert.Equal([1_200_000, 1_300_000, 1_400_000, 1_500_000, 1_600_000L], part.Select(frame => frame.Time.Microseconds));
        Assert.Equal(all[12].Rgb, part[0].Rgb);
        Assert.Equal(0, part[0].Index);
    }

    [Fact]
    public async Task Frames_can_be_scaled()
    {
        MediaFileSource source = await MediaFileSource.OpenAsync(Media.MakeFilm(), new MediaReadOptions { OutputSize = new FrameSize(20, 30) });
        Assert.All(await ReadFrames(source), frame => Assert.Equal((20, 30, 1800), (frame.Width, frame.Height, frame.Rgb.Length)));
    }

    [Fact]
    public async Task A_film_that_changes_its_size_half_way_keeps_the_first_size()
    {
        Media.Make("a.ts", "-f lavfi -i testsrc=size=64x48:rate=10:duration=1 -c:v mpeg2video");
        Media.Make("b.ts", "-f lavfi -i testsrc=size=96x64:rate=10:duration=1 -output_ts_offset 1 -c:v mpeg2video");
        string path = Media.Write("both.ts", [.. File.ReadAllBytes(Media.PathOf("a.ts")), .. File.ReadAllBytes(Media.PathOf("b.ts"))]);
        var frames = await ReadFrames(await MediaFileSource.OpenAsync(path));
        Assert.InRange(frames.Count, 18, 20);
        Assert.All(frames, frame => Assert.Equal((64, 48), (frame.Width, frame.Height)));
    }

    [Fact]
    public async Task A_reader_that_leaves_early_leaves_no_process()
    {
        MediaFileSource source = await MediaFileSource.OpenAsync(Media.MakeFilm(seconds: 20, rate: 30));
        await foreach (VideoFrame frame in source.ReadFramesAsync())
        {
            using (frame)
                Assert.NotEmpty(ChildProcesses.OfFfmpeg());
            break;
        }
        Assert.Empty(ChildProcesses.OfFfmpeg());
    }

    [Fact]
    public async Task Cancelling_ends_reading_and_process_at_once()
    {
        MediaFileSource source = await MediaFileSource.OpenAsync(Media.MakeFilm(seconds: 20, rate: 30));
        using CancellationTokenSource cancel = new();
        System.Diagnostics.Stopwatch clock = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (VideoFrame frame in source.ReadFramesAsync(cancel.Token))
            {
                frame.Dispose();
                if (frame.Index == 5)
                {
                    clock.Start();
                    cancel.Cancel();
                }
            }
        });
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"It took {clock.Elapsed}.");
        Assert.Empty(ChildProcesses.OfFfmpeg());
    }
}
