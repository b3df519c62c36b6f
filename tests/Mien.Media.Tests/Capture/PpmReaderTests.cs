using System.Text;

namespace Mien.Media.Tests.Capture;

public sealed class PpmReaderTests
{
    [Theory]
    [InlineData("P6\n640 480\n255\n", 640, 480)]
    [InlineData("P6 3\n2 255\n", 3, 2)]
    public void A_header_gives_the_size_and_leaves_the_pixels(string header, int width, int height)
    {
        using MemoryStream stream = new([.. Encoding.ASCII.GetBytes(header), 10, 20, 30]);
        Assert.Equal(new FrameSize(width, height), PpmReader.TryReadHeader(stream));
        Assert.Equal(10, stream.ReadByte());
    }

    [Theory]
    [InlineData("")]
    [InlineData("P6\n640 4")]
    public void A_stream_that_ends_has_no_picture(string content) => Assert.Null(PpmReader.TryReadHeader(new MemoryStream(Encoding.ASCII.GetBytes(content))));

    [Theory]
    [InlineData("GIF89a")]
    [InlineData("P6                                                          ")]
    public void Something_else_is_refused(string content) =>
        Assert.Throws<InvalidDataException>(() => PpmReader.TryReadHeader(new MemoryStream(Encoding.ASCII.GetBytes(content))));
}
