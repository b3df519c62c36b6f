using Mien.Core;

namespace Mien.Inference.Tests.Sessions;

public sealed class PictureTests
{
    [Fact]
    public void A_file_its_bytes_and_its_pixels_are_the_same_picture()
    {
        using VideoFrame file = Picture.Load(RealSession.PicturePath);
        using VideoFrame bytes = Picture.Decode(File.ReadAllBytes(RealSession.PicturePath));
        using VideoFrame pixels = Picture.FromPixels(file.Rgb.Span, file.Width, file.Height);
        Assert.Equal(file.Rgb.Span, bytes.Rgb.Span);
        Assert.Equal(file.Rgb.Span, pixels.Rgb.Span);
    }

    [Fact]
    public void A_camera_in_blue_green_red_with_padded_rows_is_read_as_the_file_is()
    {
        using EmotionSession session = EmotionSession.Load(ShippedModels.FaceEmotion);
        using VideoFrame file = Picture.Load(RealSession.PicturePath);
        int stride = (file.Width * 3 + 63) / 64 * 64 + 64;
        byte[] camera = new byte[stride * file.Height];
        ReadOnlySpan<byte> rgb = file.Rgb.Span;
        for (int y = 0; y < file.Height; y++)
            for (int x = 0; x < file.Width; x++)
                for (int channel = 0; channel < 3; channel++)
                    camera[y * stride + x * 3 + 2 - channel] = rgb[(y * file.Width + x) * 3 + channel];
        using VideoFrame frame = Picture.FromPixels(camera, file.Width, file.Height, PixelLayout.Bgr, stride);
        Assert.Equal(session.Analyze(file)[0].Emotions.Probabilities, session.Analyze(frame)[0].Emotions.Probabilities);
    }

    [Fact]
    public void What_is_no_picture_is_one_sentence()
    {
        Assert.Throws<UserErrorException>(() => Picture.Load("/nowhere/portrait.jpg"));
        UserErrorException error = Assert.Throws<UserErrorException>(() => Picture.Decode("hello"u8, "upload 7"));
        Assert.Contains("upload 7", error.Message, StringComparison.Ordinal);
    }
}
