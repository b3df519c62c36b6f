using System.Buffers.Binary;
using Mien.Core;

namespace Mien.Interop.OpenCv.Tests;

public sealed class ImageCodecTests
{
    [Fact]
    public void PngRoundTripKeepsEveryPixelAndTheChannelOrder()
    {
        using VideoFrame frame = TestPicture.Gradient(37, 23);
        byte[] file = ImageCodec.EncodePng(frame);
        Assert.Equal(new ImageHeader(ImageFormat.Png, 37, 23), ImageHeader.Read(file));
        using VideoFrame back = ImageCodec.Decode(file, "test");
        Assert.Equal((37, 23), (back.Width, back.Height));
        Assert.True(frame.Rgb.Span.SequenceEqual(back.Rgb.Span));
    }

    [Fact]
    public void JpegIsCloseAndSmallerAtLowerQuality()
    {
        using VideoFrame frame = TestPicture.Flat(64, 48, 200, 30, 60);
        byte[] file = ImageCodec.EncodeJpeg(frame, 95);
        Assert.Equal(new ImageHeader(ImageFormat.Jpeg, 64, 48), ImageHeader.Read(file));
        using VideoFrame back = ImageCodec.Decode(file, "test");
        Assert.InRange(back.Rgb.Span[0], 195, 205);
        Assert.InRange(back.Rgb.Span[2], 54, 66);
        using VideoFrame gradient = TestPicture.Gradient(64, 48);
        Assert.True(ImageCodec.EncodeJpeg(gradient, 10).Length < ImageCodec.EncodeJpeg(gradient, 95).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageCodec.EncodeJpeg(frame, 0));
    }

    [Fact]
    public void TurnsPicturesUprightAsExifSays()
    {
        using VideoFrame frame = TestPicture.Gradient(48, 32);
        using VideoFrame upright = ImageCodec.Decode(WithOrientation(ImageCodec.EncodeJpeg(frame, 98), orientation: 6), "test");
        Assert.Equal((32, 48), (upright.Width, upright.Height));
        // Orientation 6: what is stored at the left belongs at the top; red grew to the right, so now it grows downwards.
        Assert.True(upright.Rgb.Span[0] < 20);
        Assert.True(upright.Rgb.Span[(47 * 32 + 5) * 3] > 235);
    }

    [Theory]
    [InlineData("missing", "does not exist")]
    [InlineData("empty", "0 bytes")]
    [InlineData("text", "not a JPEG")]
    [InlineData("folder", "does not exist")]
    [InlineData("one pixel", "1 x 1")]
    [InlineData("huge", "20000 x 20000")]
    [InlineData("header only", "damaged")]
    public void RefusesBadPicturesInOneSentence(string kind, string expected)
    {
        string folder = Directory.CreateTempSubdirectory("mien-").FullName;
        try
        {
            string path = Path.Combine(folder, "picture.png");
            if (kind == "folder")
                Directory.CreateDirectory(path);
            else if (kind != "missing")
                File.WriteAllBytes(path, kind switch
                {
                    "empty" => [],
                    "text" => "Dear Sir or Madam,\n"u8.ToArray(),
                    "one pixel" => PngHeader(1, 1),
                    "huge" => PngHeader(20000, 20000),
                    _ => PngHeader(640, 360),
                });
            UserErrorException error = Assert.Throws<UserErrorException>(() => ImageCodec.DecodeFile(path));
            Assert.Contains(expected, error.Message);
            Assert.Contains("picture.png", error.Message);
            Assert.DoesNotContain('\n', error.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void ReadsTheHeadersOfEveryFormat()
    {
        byte[] bmp = new byte[54];
        "BM"u8.CopyTo(bmp);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(18), 300);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), -200);
        Assert.Equal(new ImageHeader(ImageFormat.Bmp, 300, 200), ImageHeader.Read(bmp));

        byte[] extended = [.. "RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0"u8, 0x8f, 0x01, 0, 0x2b, 0x01, 0];
        Assert.Equal(new ImageHeader(ImageFormat.WebP, 400, 300), ImageHeader.Read(extended));
        byte[] lossless = [.. "RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f"u8, 0x8f, 0xc1, 0x4a, 0, 0, 0, 0, 0, 0];
        Assert.Equal(new ImageHeader(ImageFormat.WebP, 400, 300), ImageHeader.Read(lossless));
        byte[] lossy = [.. "RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0"u8, 0x9d, 0x01, 0x2a, 0x90, 0x01, 0x2c, 0x01];
        Assert.Equal(new ImageHeader(ImageFormat.WebP, 400, 300), ImageHeader.Read(lossy));

        byte[] tiff = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 2, 1, 0, 0, 3, 0, 0, 0, 1, 1, 0x90, 0, 0, 1, 1, 0, 4, 0, 0, 0, 1, 0, 0, 1, 0x2c];
        Assert.Equal(new ImageHeader(ImageFormat.Tiff, 400, 300), ImageHeader.Read(tiff));
    }

    [Fact]
    public void HeadersCutAnywhereAreNoError()
    {
        using VideoFrame frame = TestPicture.Gradient(20, 20);
        byte[] jpeg = WithOrientation(ImageCodec.EncodeJpeg(frame), 1), png = ImageCodec.EncodePng(frame);
        byte[] tiff = [.. "II*\0"u8, 8, 0, 0, 0, 255, 255];
        foreach (byte[] file in (byte[][])[jpeg, png, tiff, "BM"u8.ToArray(), "RIFF\0\0\0\0WEBPVP8X"u8.ToArray()])
            for (int length = 0; length < Math.Min(file.Length, 400); length++)
                Assert.Null(Record.Exception(() => { _ = ImageHeader.Read(file.AsSpan(0, length)); }));
    }

    private static byte[] PngHeader(uint width, uint height)
    {
        byte[] file = [0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n', 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(20), height);
        return file;
    }

    // An EXIF segment with one entry, tag 0x0112, right after the start of the file.
    private static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] exif = [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], 0xff, 0xe1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }
}
