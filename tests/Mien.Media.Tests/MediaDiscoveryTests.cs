using Mien.Media.Tests.Support;

namespace Mien.Media.Tests;

public sealed class MediaDiscoveryTests : IDisposable
{
    private readonly SampleMedia _media = new();

    public MediaDiscoveryTests()
    {
        foreach (string name in (string[])["b.mp4", "a.WAV", "notes.txt", "sub/c.jpg", "sub/deep/d.mkv", ".hidden/e.mp4", "empty/readme.md", "x[1]*.mp4"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_media.PathOf(name))!);
            _media.Write(name, "x"u8);
        }
    }

    public void Dispose() => _media.Dispose();

    [Fact]
    public void A_folder_gives_its_media_and_those_below() =>
        Assert.Equal(["a.WAV", "b.mp4", "sub/c.jpg", "sub/deep/d.mkv", "x[1]*.mp4"], Found(_media.Folder));

    [Fact]
    public void A_named_file_stays_whatever_its_extension() => Assert.Equal(["notes.txt"], Found(_media.PathOf("notes.txt")));

    [Fact]
    public void Kinds_come_from_names()
    {
        MediaKind?[] kinds = [.. MediaDiscovery.Find([_media.PathOf("a.WAV"), _media.PathOf("b.mp4"), _media.PathOf("sub/c.jpg"), _media.PathOf("notes.txt")]).Inputs.Select(input => input.Kind)];
        Assert.Equal([MediaKind.Audio, MediaKind.Video, MediaKind.Image, null], kinds);
    }

    [Theory]
    [InlineData("*.mp4", "b.mp4 x[1]*.mp4")]
    [InlineData("?.*", "a.WAV b.mp4")]
    [InlineData("*/*.jpg", "sub/c.jpg")]
    [InlineData("sub/**", "sub/c.jpg sub/deep/d.mkv")]
    [InlineData("**/*.m*", "b.mp4 sub/deep/d.mkv x[1]*.mp4")]
    [InlineData(".hid*/*", ".hidden/e.mp4")]
    [InlineData("x[1]*.mp4", "x[1]*.mp4")]
    public void Globs_match(string pattern, string expected) => Assert.Equal(expected.Split(' '), Found(_media.PathOf(pattern)));

    [Theory]
    [InlineData("none.mp4", "does not exist")]
    [InlineData("none/*.mp4", "matches")]
    [InlineData("*.txt", "matches")]
    [InlineData("empty", "holds no film")]
    [InlineData("", "")]
    public void What_stands_for_nothing_is_one_sentence(string name, string reason)
    {
        string argument = name.Length == 0 ? "" : _media.PathOf(name);
        MediaDiscoveryResult result = MediaDiscovery.Find([argument, _media.PathOf("b.mp4")]);
        Assert.Equal(argument, Assert.Single(result.Failures).Argument);
        Assert.Contains(reason, result.Failures[0].Message);
        Assert.Single(result.Inputs);
    }

    [Fact]
    public void Each_file_is_there_once_in_the_order_of_the_arguments() =>
        Assert.Equal(["sub/c.jpg", "a.WAV", "b.mp4", "sub/deep/d.mkv", "x[1]*.mp4"], Found(_media.PathOf("sub/c.jpg"), _media.Folder, _media.PathOf("b.mp4")));

    private string[] Found(params string[] arguments) =>
        [.. MediaDiscovery.Find(arguments).Inputs.Select(input => Path.GetRelativePath(_media.Folder, input.Path))];
}
