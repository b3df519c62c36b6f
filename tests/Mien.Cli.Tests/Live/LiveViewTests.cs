using Mien.Analysis;
using Mien.Cli.Live;
using Mien.Cli.Tests.Invocation;
using Mien.Core;
using Mien.Inference;
using Mien.Media;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Mien.Cli.Tests.Live;

public sealed class LiveViewTests
{
    private static readonly LiveSnapshot s_snapshot = new()
    {
        Elapsed = TimeSpan.FromSeconds(83.4),
        Faces = [Face(1, "happy", 0.82f), Face(2, "anger", 0.6f, isReliable: false)],
        Speech = new SpeechObservation(MediaTime.FromSeconds(78), MediaTime.FromSeconds(82), 0.85f, Estimate("sad", 0.7f), Estimate("sad", 0.7f)),
        Camera = (true, false),
        Microphone = (true, false),
        FramesPerSecond = (25.04, 12.5),
        LatencyMs = (31.2, 88.9),
        LatencyHistory = [20, 30, 80],
        Dropped = (7, 2),
        Difference = TimeSpan.FromMilliseconds(-12),
        DriftPpm = 41.6,
        Level = new QualityLevel(3, "every second frame", 32, 0, 2),
        LevelReason = "latency 183 ms at p95, more than 120 ms",
        Notices = [new CaptureNotice(MediaTime.FromSeconds(12), CaptureModality.Camera, CaptureNoticeKind.Lost, "[cam] is gone (No such device); it is tried again until it is back.")],
    };

    [Fact]
    public void A_line_says_it_all() => Assert.Equal(
        "83.4 s | person 1 happy 82%, person 2 anger 60%? | 12.5 of 25.0 fps | voice sad 70% (speech 85%) | sync -12 ms drift +42 ppm | latency p50 31 p95 89 ms | dropped 7 frames 2 chunks | quality every second frame (latency 183 ms at p95, more than 120 ms)",
        LiveLine.Of(s_snapshot));

    [Fact]
    public void A_line_says_who_is_gone()
    {
        string line = LiveLine.Of(s_snapshot with { Camera = (true, true), Microphone = (true, true), Faces = [], Difference = null, DriftPpm = null, LatencyMs = null });
        Assert.Contains("camera gone", line);
        Assert.Contains("microphone gone", line);
        Assert.Contains("sync - drift -", line);
        string soundOnly = LiveLine.Of(s_snapshot with { Camera = (false, false), Faces = [] });
        Assert.DoesNotContain("fps", soundOnly);
        Assert.DoesNotContain("sync", soundOnly);
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(160, 50)]
    [InlineData(30, 8)]
    public void The_screen_shows_people_voice_stream_and_announcements(int width, int height)
    {
        string screen = Render(s_snapshot, width, height);
        Assert.Contains("person 1", screen);
        Assert.All(screen.Split('\n'), line => Assert.True(line.TrimEnd().Length <= Math.Max(width, 38), line));
        if (width < 80)
            return;
        foreach (string part in (string[])["happy", "82%", "voice", "sad", "70%", "31 ms at p50, 89 ms at p95", "12.5 analysed a second, 7 dropped", "-12 ms from the picture", "drift +42 ppm", "2 chunks dropped", "every second frame", "[cam] is gone"])
            Assert.Contains(part, screen);
    }

    [Fact]
    public void People_that_do_not_fit_are_counted()
    {
        LiveSnapshot crowd = s_snapshot with { Faces = [.. Enumerable.Range(1, 9).Select(id => Face(id, "happy", 0.9f))] };
        string screen = Render(crowd, 80, 24);
        Assert.Contains("9 people, 8 more than fit here", screen);
        Assert.DoesNotContain("person 9", screen);
        Assert.Contains("person 9", Render(crowd, 200, 60));
    }

    [Fact]
    public void Devices_are_listed_as_they_are_named_on_the_command_line()
    {
        CapturedTerminal terminal = new();
        DeviceTables.Write(
            terminal.Terminal,
            [new CameraDevice("/dev/video0", "Webcam [HD]", [new CameraFormat("mjpeg", true, ["1280x720", "640x480"])]), new CameraDevice("/dev/video2", "Busy", [])],
            [new MicrophoneDevice(new CaptureInput(CaptureKind.Pulse, "alsa_input.usb"), "USB", true), new MicrophoneDevice(new CaptureInput(CaptureKind.Alsa, "plughw:1,0"), "Card", false)]);
        foreach (string part in (string[])["/dev/video0", "Webcam [HD]", "mjpeg: 1280x720 640x480", "may be in use", "pulse:alsa_input.usb", "default", "alsa:plughw:1,0"])
            Assert.Contains(part, terminal.Output);
        CapturedTerminal bare = new();
        DeviceTables.Write(bare.Terminal, [], []);
        Assert.Contains("No camera was found", bare.Output);
        Assert.Contains("No microphone was found", bare.Output);
    }

    private static string Render(LiveSnapshot snapshot, int width, int height)
    {
        StringWriter writer = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        console.Profile.Width = width;
        IRenderable screen = new LiveScreen("cam.mp4 and [mic]", unicode: true).Draw(snapshot, width, height);
        console.Write(screen);
        return writer.ToString();
    }

    private static LiveFace Face(int id, string emotion, float probability, bool isReliable = true) => new(
        new FaceObservation(id, new FaceDetection(new BoundingBox(10, 10, 50, 60), 0.9f), new FaceQuality(0.7f, 50, 0.1f, 120, null, null), isReliable, null, null, Estimate(emotion, probability)),
        [0.1f, 0.5f, 0.9f]);

    private static EmotionEstimate Estimate(string emotion, float probability)
    {
        EmotionLabelSet labels = EmotionLabelSet.Shared7;
        float rest = (1 - probability) / (labels.Count - 1);
        return new EmotionEstimate(labels, [.. labels.Select(label => label == emotion ? probability : rest)]);
    }
}
