using System.Diagnostics;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>Ctrl-C in the middle of an analysis.</summary>
public sealed class InterruptTests : IDisposable
{
    private readonly SampleMedia _media = new();

    public InterruptTests() => EndToEndTest.SkipWithoutEngines();

    public void Dispose() => _media.Dispose();

    [Fact]
    public async Task It_stops_within_a_second_and_keeps_complete_rows()
    {
        _media.Make("short.mp4", "-f lavfi -i testsrc=size=1280x720:rate=30:duration=2 -c:v libx264 -preset ultrafast -pix_fmt yuv420p");
        _media.Make("long.mp4", $"-stream_loop 59 -i {_media.PathOf("short.mp4")} -c copy");
        using MienProcess process = MienProcess.Start(_media.Folder, "analyze", "long.mp4", "--output", "out", "--format", "csv,json");
        string folder = _media.PathOf("out");
        await process.WaitForAsync(_ => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.csv.part").Any(file => new FileInfo(file).Length > 0), "the first rows are on the disk");

        Stopwatch watch = Stopwatch.StartNew();
        process.Interrupt();
        MienRun run = await process.WaitAsync();
        Assert.True(run.ExitCode == 130, run.ToString());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1.5), $"It took {watch.Elapsed.TotalSeconds:0.00} s to stop.");

        string content = File.ReadAllText(_media.PathOf("out/long.csv"));
        string[] lines = content.Split('\n');
        Assert.Equal("", lines[^1]);
        int fields = lines[0].Split(',').Length;
        Assert.True(lines.Length > 2, "No row was kept.");
        Assert.All(lines[..^1], line => Assert.Equal(fields, line.Split(',').Length));
    }
}
