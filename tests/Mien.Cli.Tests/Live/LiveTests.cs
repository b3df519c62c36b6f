using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mien.Cli.Tests.EndToEnd;
using Mien.Core;
using Mien.Media.Tests.Support;

namespace Mien.Cli.Tests.Live;

/// <summary>`mien live` as a process: films that stand in for a camera, a stream that vanishes and returns, Ctrl-C.</summary>
public sealed class LiveTests : IDisposable
{
    private const int FrameColumn = 1;
    private const int TimeColumn = 2;
    private const int FaceColumn = 3;

    private readonly SampleMedia _media = new();

    public LiveTests() => EndToEndTest.SkipWithoutEngines();

    public void Dispose() => _media.Dispose();

    [Fact]
    public async Task A_film_is_analysed_at_its_own_pace_and_recorded()
    {
        MakePortraitFilm("face.mkv", 4);
        Stopwatch watch = Stopwatch.StartNew();
        MienRun run = await MienProcess.RunAsync(_media.Folder, "live", "--camera", "face.mkv", "--max-difference", "50", "--output", "out.csv");
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.True(watch.Elapsed > TimeSpan.FromSeconds(3.5), "It was faster than the film.");
        string[][] rows = ReadRows("out.csv");
        Assert.True(rows.Count(row => row[FaceColumn] == "1") > rows.Length / 2, run.ToString());
        double[] times = [.. rows.Select(row => double.Parse(row[TimeColumn], CultureInfo.InvariantCulture))];
        Assert.Equal(times.Order(), times);
        Assert.InRange(times[^1] - times[0], 1.5, 4.5);
        Assert.Contains(Lines(run), line => line.Contains("| person 1 ") && line.Contains("latency p50") && line.Contains("| quality "));
        Assert.Contains("frames captured", run.Output);
        Assert.Contains("face.mkv has ended.", run.Error);
    }

    [Fact]
    public async Task Ctrl_C_ends_an_endless_run_in_order_and_leaves_whole_files()
    {
        MakePortraitFilm("face.mkv", 2);
        using MienProcess process = MienProcess.Start(_media.Folder, "live", "--camera", "face.mkv", "--loop", "--output", "out");
        await process.WaitForAsync(run => Lines(run).Any(line => line.Contains("| person 1 ")), "the person is analysed");
        process.Interrupt();
        MienRun run = await process.WaitAsync();
        Assert.True(run.ExitCode == 0, run.ToString());
        string[] files = [.. Directory.EnumerateFiles(_media.PathOf("out")).Select(file => Path.GetExtension(file)).Order()];
        Assert.Equal([".csv", ".html", ".json"], files);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Directory.EnumerateFiles(_media.PathOf("out"), "*.json").Single()));
        Assert.False(json.RootElement.GetProperty("interrupted").GetBoolean());
        Assert.True(json.RootElement.GetProperty("rows").GetArrayLength() > 0);
        Assert.Equal(320, json.RootElement.GetProperty("input").GetProperty("width").GetInt32());
        Assert.EndsWith("\n", File.ReadAllText(Directory.EnumerateFiles(_media.PathOf("out"), "*.csv").Single()));
    }

    [Fact]
    public async Task Ctrl_C_before_the_film_ends_is_an_interruption()
    {
        MakePortraitFilm("face.mkv", 60);
        using MienProcess process = MienProcess.Start(_media.Folder, "live", "--camera", "face.mkv", "--mic", "none", "--output", "out.json", "--quiet");
        await process.WaitForAsync(_ => File.Exists(_media.PathOf("out.json.part")), "the recording begins");
        process.Interrupt();
        MienRun run = await process.WaitAsync();
        Assert.True(run.ExitCode == 130, run.ToString());
        Assert.Equal("", run.Output + run.Error);
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(_media.PathOf("out.json")));
        Assert.True(json.RootElement.GetProperty("interrupted").GetBoolean());
    }

    [Fact]
    public async Task A_camera_that_vanishes_is_announced_and_comes_back_while_the_microphone_is_listened_to()
    {
        _media.Make("voice.wav", "-f lavfi -i sine=frequency=200:sample_rate=16000:duration=20 -af tremolo=f=5:d=0.9");
        using StreamServer camera = new(withSound: false);
        using MienProcess process = MienProcess.Start(
            _media.Folder, "live", "--camera", camera.Url, "--mic", "voice.wav", "--loop", "--output", "out.csv", "--full-quality");
        await process.WaitForAsync(run => Lines(run).Any(IsSeenAndHeard), "camera and microphone are analysed");
        camera.Kill();
        await process.WaitForAsync(run => Lines(run).Count(line => line.Contains("camera gone") && line.Contains("(speech ")) > 2, "the voice goes on");
        Assert.Contains(ReadRows("out.csv.part"), row => row.Length > FrameColumn && row[FrameColumn].Length == 0); // on the disk within a second or so
        camera.Start();
        await process.WaitForAsync(run => run.Error.Contains($"{camera.Url} is back after") && IsSeenAndHeard(Lines(run)[^2]), "the camera is back");
        process.Interrupt();
        MienRun run = await process.WaitAsync();
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains($"{camera.Url} is gone", run.Error);
        Assert.DoesNotContain("voice.wav is gone", run.Error);
        // Frames, then windows of sound without frames, then frames again.
        bool[] hasFrame = [.. ReadRows("out.csv").Select(row => row[FrameColumn].Length > 0)];
        int firstGap = Array.IndexOf(hasFrame, false);
        Assert.True(firstGap > 0, run.ToString());
        Assert.Contains(true, hasFrame[firstGap..]);

        static bool IsSeenAndHeard(string line) => line.Contains("| nobody |") && line.Contains("(speech ");
    }

    [Fact]
    public async Task Sound_alone_is_listened_to()
    {
        _media.Make("voice.wav", "-f lavfi -i sine=frequency=200:sample_rate=44100:duration=4");
        MienRun run = await MienProcess.RunAsync(_media.Folder, "live", "--camera", "none", "--mic", "voice.wav", "--output", "out.csv");
        Assert.True(run.ExitCode == 0, run.ToString());
        string[][] rows = ReadRows("out.csv");
        Assert.InRange(rows.Length, 1, 10);
        Assert.All(rows, row => Assert.Equal("", row[FrameColumn]));
    }

    [Fact]
    public async Task What_cannot_be_is_one_sentence()
    {
        MakePortraitFilm("face.mkv", 1);
        (string[] Arguments, string Part)[] cases =
        [
            (["--camera", "/dev/video99"], "There is no camera /dev/video99"),
            (["--camera", "nothing.mp4"], "nothing.mp4 is neither a device"),
            (["--camera", "face.mkv", "--output", "out.mp4"], "cannot be recorded as out.mp4"),
            (["--camera", "face.mkv", "--resolution", "7"], "picture size must be"),
            (["--camera", "face.mkv", "--max-difference", "2000"], "--max-difference"),
            (["--camera", "face.mkv", "--size", "large"], "--size needs a width and a height"),
            (["--camera", "none", "--mic", "none"], "Neither a camera nor a microphone"),
            (["--camera", "http://127.0.0.1:9/live"], "http://127.0.0.1:9/live cannot be opened (Connection refused)"),
        ];
        foreach ((string[] arguments, string part) in cases)
        {
            MienRun run = await MienProcess.RunAsync(_media.Folder, ["live", .. arguments]);
            Assert.True(run.ExitCode == 2, run.ToString());
            Assert.Contains(part, Assert.Single(run.Sentences));
        }
    }

    [Fact]
    public async Task A_window_without_a_display_is_one_sentence()
    {
        Assert.SkipUnless(NativeLibraryLocator.Find("libmien_vision_window.so") is not null, "OpenCV has no windows here.");
        MakePortraitFilm("face.mkv", 1);
        using MienProcess process = MienProcess.StartBy(["env", "-u", "DISPLAY"], _media.Folder, ["live", "--camera", "face.mkv", "--window"]);
        MienRun run = await process.WaitAsync();
        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains("there is no display", Assert.Single(run.Sentences));
    }

    [Fact]
    public async Task A_window_is_shown_where_there_is_a_display()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/Xvfb") && NativeLibraryLocator.Find("libmien_vision_window.so") is not null, "Xvfb is not installed (apt-get install xvfb).");
        MakePortraitFilm("face.mkv", 4);
        using MienProcess process = MienProcess.StartBy(["xvfb-run", "-a"], _media.Folder, ["live", "--camera", "face.mkv", "--mic", "none", "--window"]);
        MienRun run = await process.WaitAsync();
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.DoesNotContain("window is gone", run.Error);
        Assert.Contains("person 1", run.Output);
    }

    [Fact]
    public async Task Devices_are_listed_where_there_are_none_too()
    {
        MienRun run = await MienProcess.RunAsync(_media.Folder, "live", "--list");
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains("amera", run.Output);
        Assert.Contains("icrophone", run.Output);
    }

    /// <summary>A portrait that moves about, 10 frames of 320x240 a second, with a tone.</summary>
    private void MakePortraitFilm(string name, int seconds) => _media.Make(name, FormattableString.Invariant(
        $"-loop 1 -framerate 10 -i {Path.Combine(Repository.Root, "docs", "images", "demo.png")} -f lavfi -i sine=frequency=300:sample_rate=16000 -vf crop=320:240:x=120+40*sin(t*2):y=20 -t {seconds} -c:v mjpeg -q:v 2 -c:a pcm_s16le"));

    /// <summary>The rows of a table, without its head.</summary>
    private string[][] ReadRows(string name) => [.. File.ReadAllLines(_media.PathOf(name)).Skip(1).Select(line => line.Split(','))];

    private static string[] Lines(MienRun run) => run.Output.Split('\n');
}
