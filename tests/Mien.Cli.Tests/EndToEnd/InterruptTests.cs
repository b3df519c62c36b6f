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
        _media.Make("long.mp4", "-f lavfi -i testsrc=size=1280x720:rate=30:duration=60 -c:v libx264 -preset ultrafast -pix_fmt yuv420p");
        using MienProcess process = MienProcess.Start(_media.Folder, "analyze", "long.mp4", "--output", "out", "--format", "csv,json");
        await WaitForRows(process);

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

    /// <summary>Waits until the first rows are on the disk, or the process has ended too soon.</summary>
    private async Task WaitForRows(MienProcess process)
    {
        string folder = _media.PathOf("out");
        Stopwatch watch = Stopwatch.StartNew();
        while (!process.HasEnded && watch.Elapsed < TimeSpan.FromMinutes(1))
        {
            if (Directory.Exists(folder) && Directory.EnumerateFiles(folder).Any(file => new FileInfo(file) is { Exists: true, Length: > 0 }))
                break;
            await Task.Delay(50);
        }
        await Task.Delay(500);
    }
}
