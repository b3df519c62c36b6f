using System.Diagnostics;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests.Interruptions;

/// <summary>kill -9 of a real process at random times, which hits every part of a run: start, steps, writing, evaluation.</summary>
public sealed class KilledRunTests : IDisposable
{
    private const int Kills = 6;
    private const string Epochs = "8";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_that_is_killed_again_and_again_ends_in_the_same_weights()
    {
        string whole = Path.Combine(_folder.Path, "whole"), broken = Path.Combine(_folder.Path, "broken");
        Stopwatch watch = Stopwatch.StartNew();
        using (WorkerProcess uninterrupted = WorkerProcess.Start(["train", whole, "new", Epochs]))
            await uninterrupted.SucceedAsync();
        double seconds = watch.Elapsed.TotalSeconds;

        string checkpoint = Path.Combine(broken, "tiny", "last.safetensors");
        for (int kill = 0; kill < Kills; kill++)
        {
            using WorkerProcess victim = WorkerProcess.Start(["train", broken, Mode(broken), Epochs]);
            await Task.Delay(TimeSpan.FromSeconds(seconds * Random.Shared.NextDouble()));
            victim.Kill();
            (_, _, string errors) = await victim.WaitAsync();
            Assert.Equal("", errors);
            if (File.Exists(checkpoint))
                Assert.NotEmpty(StoredTensors.Exact(checkpoint)); // whole, always
        }
        using (WorkerProcess last = WorkerProcess.Start(["train", broken, Mode(broken), Epochs]))
            await last.SucceedAsync();

        StoredTensors.AssertSame(Path.Combine(whole, "tiny", "last.safetensors"), checkpoint);
        StoredTensors.AssertSame(Path.Combine(whole, "tiny", "best.safetensors"), Path.Combine(broken, "tiny", "best.safetensors"));
        Assert.Equal(Files(whole), Files(broken));
        Assert.Equal(Lines(whole, "log.csv"), Lines(broken, "log.csv"));
        Assert.Equal(Lines(whole, "log.jsonl"), Lines(broken, "log.jsonl"));
        Assert.Equal(StepsInTensorBoard(whole), StepsInTensorBoard(broken));
    }

    [Fact]
    public async Task A_run_that_was_killed_before_its_first_checkpoint_begins_again()
    {
        using (WorkerProcess victim = WorkerProcess.Start(["train", _folder.Path, "new", Epochs]))
        {
            string settings = Path.Combine(_folder.Path, "tiny", "config.yaml");
            while (!File.Exists(settings) && !victim.HasEnded)
                await Task.Delay(1);
            victim.Kill();
            await victim.WaitAsync();
        }
        File.Delete(Path.Combine(_folder.Path, "tiny", "last.safetensors")); // where the kill came late
        using WorkerProcess resumed = WorkerProcess.Start(["train", _folder.Path, "resume", "1"]);

        Assert.Contains("step 1 1", await resumed.SucceedAsync());
    }

    // A run that was killed before it had a folder is a new one.
    private static string Mode(string output) => File.Exists(Path.Combine(output, "tiny", "config.yaml")) ? "resume" : "new";

    // Each sitting has its own file for TensorBoard.
    private static IEnumerable<string> Files(string output) =>
        Directory.GetFiles(Path.Combine(output, "tiny")).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith("events.", StringComparison.Ordinal)).Order();

    private static IEnumerable<(long, string)> StepsInTensorBoard(string output) =>
        EventFileReader.ReadFolder(Path.Combine(output, "tiny")).Select(value => (value.Step, value.Tag));

    // Epochs, without times.
    private static string[] Lines(string output, string log) => [.. File.ReadLines(Path.Combine(output, "tiny", log)).Select(line => line.Split(',')[0])];
}
