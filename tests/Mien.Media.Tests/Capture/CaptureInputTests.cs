using Mien.Core;
using Mien.Media.Tests.Support;

namespace Mien.Media.Tests.Capture;

public sealed class CaptureInputTests : MediaTest
{
    [Theory]
    [InlineData("rtsp://10.0.0.2/stream", CaptureKind.Network)]
    [InlineData("HTTP://localhost:8080/x?y=1", CaptureKind.Network)]
    [InlineData("/dev/null", CaptureKind.V4l2)]
    public void Cameras_are_told_apart(string text, CaptureKind kind) => Assert.Equal(new CaptureInput(kind, text), CaptureInput.ParseCamera(text));

    [Fact]
    public void A_file_is_a_camera_and_a_microphone()
    {
        string path = Media.Write("talk.mp4", "x"u8);
        Assert.Equal(new CaptureInput(CaptureKind.File, path), CaptureInput.ParseCamera(path));
        Assert.Equal(new CaptureInput(CaptureKind.File, path), CaptureInput.ParseMicrophone(path));
    }

    [Theory]
    [InlineData("pulse", CaptureKind.Pulse, "default")]
    [InlineData("pulse:alsa_input.pci-0000", CaptureKind.Pulse, "alsa_input.pci-0000")]
    [InlineData("alsa", CaptureKind.Alsa, "default")]
    [InlineData("alsa:plughw:1,0", CaptureKind.Alsa, "plughw:1,0")]
    [InlineData("hw:1,0", CaptureKind.Alsa, "hw:1,0")]
    [InlineData("http://host/sound", CaptureKind.Network, "http://host/sound")]
    public void Microphones_are_told_apart(string text, CaptureKind kind, string address) => Assert.Equal(new CaptureInput(kind, address), CaptureInput.ParseMicrophone(text));

    [Theory]
    [InlineData("/dev/video99", "There is no camera /dev/video99")]
    [InlineData("99", "There is no camera /dev/video99")]
    [InlineData("nowhere.mp4", "nowhere.mp4 is neither a device")]
    [InlineData("concat://a|b", "cannot be read by concat")]
    [InlineData("file:///etc/passwd", "cannot be read by file")]
    public void A_camera_that_is_none_is_named(string text, string part) => Assert.Contains(part, Assert.Throws<UserErrorException>(() => CaptureInput.ParseCamera(text)).Message);

    [Fact]
    public void A_microphone_that_is_none_is_named() =>
        Assert.Contains("nowhere.wav", Assert.Throws<UserErrorException>(() => CaptureInput.ParseMicrophone("nowhere.wav")).Message);

    [Theory]
    [InlineData("rtsp://user:s3cret@cam.local:554/a@b", "rtsp://cam.local:554/a@b")]
    [InlineData("http://cam.local/x", "http://cam.local/x")]
    [InlineData("rtsp://user:p@ss@cam", "rtsp://cam")]
    public void Messages_hold_no_password(string address, string name) => Assert.Equal(name, CaptureInput.ParseCamera(address).Name);

    [Fact]
    public void Options_out_of_range_are_named()
    {
        Assert.Contains("-3 frames", Assert.Throws<UserErrorException>(() => new CaptureOptions { WaitingFrames = -3 }.Validate()).Message);
        Assert.Contains("10 Hz", Assert.Throws<UserErrorException>(() => new CaptureOptions { SampleRateHz = 10 }.Validate()).Message);
        Assert.Contains("tried again", Assert.Throws<UserErrorException>(() => new CaptureOptions { FirstRetry = TimeSpan.FromMinutes(2), LastRetry = TimeSpan.FromMinutes(1) }.Validate()).Message);
        Assert.Contains("0x0", Assert.Throws<UserErrorException>(() => new CaptureOptions { CameraSize = default(FrameSize) }.Validate()).Message);
    }
}
