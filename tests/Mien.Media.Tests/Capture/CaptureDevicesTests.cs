using Mien.Media.Tests.Support;

namespace Mien.Media.Tests.Capture;

/// <summary>Devices as Linux and FFmpeg describe them; the descriptions are those of real machines.</summary>
public sealed class CaptureDevicesTests : MediaTest
{
    [Fact]
    public async Task Cameras_come_in_order_with_names_and_formats_and_without_nodes_that_give_no_pictures()
    {
        foreach (string node in (string[])["video0", "video1", "video10", "video2", "vbi0"])
            Write($"dev/{node}", "");
        Write("sys/class/video4linux/video0/name", "Integrated Camera: Integrated C\n");
        Write("sys/class/video4linux/video2/name", "HD Pro Webcam C920\n");
        IReadOnlyList<CameraDevice> cameras = await CaptureDevices.ListCamerasAsync(
            Media.Folder,
            (path, _) => Task.FromResult(CaptureDevices.ReadFormats(path.EndsWith("video1", StringComparison.Ordinal)
                ? ["[video4linux2,v4l2 @ 0x55d] [error] Not a video capture device."]
                : ["[video4linux2,v4l2 @ 0x55d] [info] Raw       :     yuyv422 :           YUYV 4:2:2 : 640x480 320x240",
                   "[video4linux2,v4l2 @ 0x55d] [info] Compressed:       mjpeg :          Motion-JPEG : 1280x720 640x480",
                   "[error] /dev/video0: Immediate exit requested"])),
            TestContext.Current.CancellationToken);
        Assert.Equal(["video0", "video2", "video10"], cameras.Select(camera => Path.GetFileName(camera.Path)));
        Assert.Equal(["Integrated Camera: Integrated C", "HD Pro Webcam C920", "camera"], cameras.Select(camera => camera.Name));
        Assert.Equal(["yuyv422", "mjpeg"], cameras[0].Formats.Select(format => format.Name));
        Assert.Equal([false, true], cameras[0].Formats.Select(format => format.IsCompressed));
        Assert.Equal(["640x480", "320x240"], cameras[0].Formats[0].Sizes);
        Assert.Equal(["1280x720", "640x480"], cameras[0].Formats[1].Sizes);
    }

    [Fact]
    public void A_range_of_sizes_stays_one()
    {
        IReadOnlyList<CameraFormat>? formats = CaptureDevices.ReadFormats(["[video4linux2,v4l2 @ 0x1] Raw       :       rgb24 :            24-bit RGB 8-8-8 : {16-4096, 1}x{16-4096, 1}"]);
        Assert.Equal(["{16-4096, 1}x{16-4096, 1}"], Assert.Single(formats!).Sizes);
    }

    [Fact]
    public void What_is_no_video_device_at_all_gives_no_pictures() =>
        Assert.Null(CaptureDevices.ReadFormats(["[video4linux2,v4l2 @ 0x1] [error] ioctl(VIDIOC_QUERYCAP): Inappropriate ioctl for device"]));

    [Fact]
    public void PulseAudios_sources_and_its_default_are_read()
    {
        IReadOnlyList<MicrophoneDevice> microphones = CaptureDevices.ReadSources([
            "Auto-detected sources for pulse:",
            "  alsa_output.pci-0000_00_1f.3.analog-stereo.monitor [Monitor of Built-in Audio Analog Stereo] (none)",
            "* alsa_input.pci-0000_00_1f.3.analog-stereo [Built-in Audio [rear] Analog Stereo] (audio)"]);
        Assert.Equal([false, true], microphones.Select(microphone => microphone.IsDefault));
        Assert.Equal(new CaptureInput(CaptureKind.Pulse, "alsa_input.pci-0000_00_1f.3.analog-stereo"), microphones[1].Input);
        Assert.Equal("Built-in Audio [rear] Analog Stereo", microphones[1].Name);
    }

    [Fact]
    public void Alsas_recording_devices_are_read()
    {
        Write("proc/asound/cards", " 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n                      HDA Intel PCH at 0xeb338000 irq 146\n 1 [C920           ]: USB-Audio - HD Pro Webcam C920\n");
        Write("proc/asound/pcm", "00-00: ALC257 Analog : ALC257 Analog : playback 1 : capture 1\n00-03: HDMI 0 : HDMI 0 : playback 1\n01-00: USB Audio : USB Audio : capture 1\n");
        IReadOnlyList<MicrophoneDevice> microphones = CaptureDevices.ListAlsa(Media.Folder);
        Assert.Equal(["plughw:0,0", "plughw:1,0"], microphones.Select(microphone => microphone.Input.Address));
        Assert.Equal("USB-Audio - HD Pro Webcam C920, USB Audio", microphones[1].Name);
    }

    [Fact]
    public async Task This_machines_devices_are_listed_without_an_error()
    {
        Assert.All(await CaptureDevices.ListCamerasAsync(TestContext.Current.CancellationToken), camera => Assert.True(File.Exists(camera.Path)));
        Assert.All(await CaptureDevices.ListMicrophonesAsync(TestContext.Current.CancellationToken), microphone => Assert.NotEmpty(microphone.Input.Address));
    }

    private void Write(string path, string content)
    {
        string full = Media.PathOf(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }
}
