using System.Buffers.Binary;
using Mien.Core;
using Mien.Media.Tests.Support;

namespace Mien.Media.Tests;

public sealed class BadInputTests : MediaTest
{
    [Fact]
    public async Task A_missing_file() => Assert.Equal(
        $"{Media.PathOf("none.mp4")} does not exist; check the name.", await Refusal(Media.PathOf("none.mp4")));

    [Fact]
    public async Task A_file_of_zero_bytes() => Assert.Contains("is empty (0 bytes)", await Refusal(Media.Write("zero.mp4", [])));

    [Theory]
    [InlineData("text.mp4")]
    [InlineData("text.wav")]
    [InlineData("text.jpg")]
    [InlineData("text.txt")]
    [InlineData("text")]
    public async Task Text_under_any_name(string name) =>
        Assert.Matches("cannot be read|neither pictures nor sound", await Refusal(Media.Write(name, "This is text.\nIt is no film.\n"u8)));

    [Fact]
    public async Task Subtitles() =>
        Assert.Contains("neither pictures nor sound", await Refusal(Media.Write("film.srt", "1\n00:00:01,000 --> 00:00:02,000\nHello\n\n"u8)));

    [Fact]
    public async Task Random_bytes()
    {
        byte[] bytes = new byte[5000];
        new Random(5).NextBytes(bytes);
        await Refusal(Media.Write("random.mp4", bytes));
    }

    [Fact]
    public async Task A_folder() => Assert.Contains("is a folder", await Refusal(Media.Folder));

    [Fact]
    public async Task A_film_cut_off_before_its_index()
    {
        byte[] whole = File.ReadAllBytes(Media.MakeFilm());
        Assert.Contains("moov atom not found", await Refusal(Media.Write("cut.mp4", whole.AsSpan(0, whole.Length / 2))));
    }

    [Fact]
    public async Task A_film_cut_off_after_its_index_is_read_as_far_as_it_goes()
    {
        byte[] whole = File.ReadAllBytes(Media.MakeFilm(size: "160x120", seconds: 4, extra: "-movflags +faststart"));
        IMediaSource source = await MediaSource.OpenAsync(Media.Write("cut.mp4", whole.AsSpan(0, whole.Length * 2 / 3)));
        var frames = await ReadFrames(source);
        Assert.InRange(frames.Count, 10, 38);
        string warning = Assert.Single(source.Warnings);
        Assert.Contains("damaged or cut off", warning);
        Assert.Contains("of 4.0 s", warning);
    }

    [Theory]
    [InlineData(1, 1, "1 x 1 pixels")]
    [InlineData(20000, 20000, "20000 x 20000 pixels")]
    public async Task Pictures_too_small_for_a_face_or_too_large_for_memory(int width, int height, string size) =>
        Assert.Contains(size, await Refusal(Media.Write("picture.png", PngStart(width, height))));

    [Fact]
    public async Task A_film_too_small_for_a_face() =>
        Assert.Contains("15x400 pixels", await Refusal(Media.Make("small.mkv", "-f lavfi -i testsrc=size=15x400:rate=1:duration=1 -c:v ffv1")));

    [Fact]
    public async Task A_film_too_large_for_memory() =>
        Assert.Contains("16000x8000 pixels", await Refusal(Media.Make("large.mkv", "-f lavfi -i color=size=16x8:rate=1:duration=1 -frames:v 1 -vf scale=16000:8000,format=gray -c:v mjpeg -strict unofficial")));

    [Fact]
    public async Task A_start_beyond_the_end()
    {
        string path = Media.MakeFilm();
        MediaReadOptions options = new() { Start = TimeSpan.FromSeconds(30) };
        Assert.Contains("start earlier", (await Assert.ThrowsAsync<UserErrorException>(() => MediaSource.OpenAsync(path, options))).Message);
    }

    [Theory]
    [InlineData(0, null, 0, null)]
    [InlineData(2, 5.0, 0, null)]
    [InlineData(1, 0.0, 0, null)]
    [InlineData(1, double.NaN, 0, null)]
    [InlineData(1, null, -1, null)]
    [InlineData(1, null, 0, 0)]
    public void Options_out_of_range(int every, double? rate, int start, int? duration)
    {
        MediaReadOptions options = new()
        {
            Every = every,
            FramesPerSecond = rate,
            Start = TimeSpan.FromSeconds(start),
            Duration = duration is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
        Assert.Throws<UserErrorException>(() => options.Validate());
    }

    [Fact]
    public async Task Odd_names_are_names()
    {
        foreach (string name in (string[])["-i %d [x] 'a' ; $b.mkv", "http:film.mkv", "pipe:0.mkv"])
        {
            string path = Media.PathOf(name);
            File.Copy(Media.Make("plain.mkv", "-f lavfi -i testsrc=size=64x48:rate=5:duration=1 -c:v ffv1"), path);
            Assert.Equal(5, (await ReadFrames(await MediaSource.OpenAsync(path))).Count);
        }
    }

    // Signature and header of a PNG: size, 8 bits, grey. It is refused before anything else is read.
    private static byte[] PngStart(int width, int height)
    {
        byte[] bytes = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', .. new byte[17]];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), height);
        bytes[24] = 8;
        return bytes;
    }

    private static async Task<string> Refusal(string path)
    {
        UserErrorException error = await Assert.ThrowsAsync<UserErrorException>(() => MediaSource.OpenAsync(path));
        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains(path, error.Message);
        return error.Message;
    }
}
