using Mien.Core;
using Mien.Media.Tests.Support;

namespace Mien.Media.Tests;

public sealed class ImageSourceTests : MediaTest
{
    [Fact]
    public async Task A_picture_is_one_frame_at_the_time_0()
    {
        IMediaSource source = await MediaSource.OpenAsync(Picture("red.png", "0xF01030", "40x30"));
        Assert.Equal(MediaKind.Image, source.Info.Kind);
        var frame = Assert.Single(await ReadFrames(source));
        Assert.Equal((0L, MediaTime.Zero, 40, 30), (frame.Index, frame.Time, frame.Width, frame.Height));
        Assert.InRange(frame.Rgb[0], 0xED, 0xF3);
        Assert.InRange(frame.Rgb[2], 0x2D, 0x33);
        Assert.Empty(await ReadAudio(source));
    }

    [Fact]
    public async Task A_picture_under_a_wrong_name_is_a_picture()
    {
        string path = Media.PathOf("film.mp4");
        File.Move(Picture("a.png", "red", "40x30"), path);
        Assert.Equal(MediaKind.Image, (await MediaSource.OpenAsync(path)).Info.Kind);
    }

    [Fact]
    public async Task A_folder_is_a_film_and_one_bad_picture_does_not_end_it()
    {
        Picture("1.png", "red", "40x30");
        Media.Write("2.png", "no picture"u8);
        Picture("3.jpg", "blue", "20x20");
        Picture("4.png", "green", "40x30");
        ImageSource source = ImageSource.OpenFolder(Media.Folder, TimeSpan.FromSeconds(0.5));
        var frames = await ReadFrames(source);
        Assert.Equal([(0L, 0.0, 40), (2, 1.0, 20), (3, 1.5, 40)], frames.Select(frame => (frame.Index, frame.Time.Seconds, frame.Width)));
        Assert.Contains("2.png", Assert.Single(source.Warnings));
        Assert.Equal((2.0, 4L), (source.Info.Duration!.Value.TotalSeconds, source.Info.Video!.FrameCount));
    }

    [Fact]
    public async Task Parts_samples_and_sizes_work_as_for_films()
    {
        for (int n = 0; n < 6; n++)
            Picture($"{n}.png", "red", "40x30");
        MediaReadOptions options = new() { Start = TimeSpan.FromSeconds(1), Duration = TimeSpan.FromSeconds(4), Every = 2, OutputSize = new FrameSize(8, 4) };
        var frames = await ReadFrames(ImageSource.OpenFolder(Media.Folder, options: options));
        Assert.Equal([(0L, 1.0, 8, 4), (2, 3.0, 8, 4)], frames.Select(frame => (frame.Index, frame.Time.Seconds, frame.Width, frame.Height)));
        Assert.InRange(frames[0].Rgb[0], 250, 255);
        var sampled = await ReadFrames(ImageSource.OpenFolder(Media.Folder, options: new MediaReadOptions { FramesPerSecond = 0.5 }));
        Assert.Equal([0.0, 2.0, 4.0], sampled.Select(frame => frame.Time.Seconds));
    }

    [Fact]
    public void A_folder_without_pictures_is_refused() =>
        Assert.Contains("holds no picture", Assert.Throws<UserErrorException>(() => ImageSource.OpenFolder(Media.Folder)).Message);

    private string Picture(string name, string color, string size) => Media.Make(name, $"-f lavfi -i color=c={color}:size={size}:rate=1:duration=1 -frames:v 1");
}
