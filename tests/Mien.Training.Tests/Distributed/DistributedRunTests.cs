using System.Diagnostics;
using Mien.Training.Options;
using Mien.Training.Tests.Support;

namespace Mien.Training.Tests.Distributed;

/// <summary>Whole runs in two processes.</summary>
public sealed class DistributedRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DistributedRunTests() => DistributedTest.SkipWithoutGloo();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Only_rank_0_writes_and_every_sample_is_evaluated_once()
    {
        WorkerProcess[] two = WorkerProcess.StartAll(2, "train", _folder.Path, "new", "2");
        string[] outputs = [await two[0].SucceedAsync(), await two[1].SucceedAsync()];
        foreach (WorkerProcess process in two)
            process.Dispose();

        string[] epochs = [.. outputs[0].Split('\n').Where(line => line.StartsWith("epoch", StringComparison.Ordinal))];
        Assert.Equal(2, epochs.Length);
        Assert.All(epochs, line => Assert.EndsWith(" of 21", line));
        Assert.Equal(epochs, outputs[1].Split('\n').Where(line => line.StartsWith("epoch", StringComparison.Ordinal)));
        Assert.Equal(
            ["best.safetensors", "config.yaml", "events.out", "last.safetensors", "log.csv", "log.jsonl"],
            Directory.GetFiles(Path.Combine(_folder.Path, "tiny")).Select(path => Path.GetFileName(path).Split(".tfevents")[0]).Order());
    }

    [Fact]
    public async Task All_processes_stop_early_together()
    {
        WorkerProcess[] two = WorkerProcess.StartAll(2, "train-to-stop", _folder.Path);
        string[] outputs = [await two[0].SucceedAsync(), await two[1].SucceedAsync()];
        foreach (WorkerProcess process in two)
            process.Dispose();

        Assert.All(outputs, output => Assert.Contains("Stopped early, after epoch", output));
        string[][] epochs = [.. outputs.Select(output => output.Split('\n').Where(line => line.StartsWith("epoch", StringComparison.Ordinal)).ToArray())];
        Assert.InRange(epochs[0].Length, 3, TinyRun.ConfigToStop.Epochs - 1);
        Assert.Equal(epochs[0], epochs[1]);
    }

    [Fact]
    public async Task Ranges_of_activations_are_the_same_in_all_processes()
    {
        TinyRun.Train(TinyRun.Config with { Epochs = 1 }, _folder.Path, TinyRun.Training, TinyRun.Validation);
        WorkerProcess[] two = WorkerProcess.StartAll(2, "train-for-integers", _folder.Path, Path.Combine(_folder.Path, "tiny", "best.safetensors"));
        string[] outputs = [await two[0].SucceedAsync(), await two[1].SucceedAsync()];
        foreach (WorkerProcess process in two)
            process.Dispose();

        string[] ranges = [.. outputs.Select(output => output.Split('\n').Single(line => line.StartsWith("ranges ", StringComparison.Ordinal)))];
        Assert.True(ranges[0].Split(' ').Length > 10, ranges[0]);
        Assert.Equal(ranges[0], ranges[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_rank_that_is_killed_ends_the_job_and_is_named_and_resuming_ends_in_the_same_weights(int victim)
    {
        string whole = Path.Combine(_folder.Path, "whole"), broken = Path.Combine(_folder.Path, "broken");
        foreach (WorkerProcess process in WorkerProcess.StartAll(2, "train", whole, "new", "4"))
            using (process)
                await process.SucceedAsync();

        WorkerProcess[] two = WorkerProcess.StartAll(2, "train", broken, "new", "4");
        await two[0].WaitForAsync("step 2 3");
        Stopwatch watch = Stopwatch.StartNew();
        two[victim].Kill();
        (int code, _, string errors) = await two[1 - victim].WaitAsync();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"The job went on for {watch.Elapsed.TotalSeconds:0.0} s.");
        Assert.Equal(3, code);
        Assert.Contains($"Rank {victim} (", errors);
        Assert.Contains("--resume", errors);
        if (victim == 1)
            Assert.Contains($"process {two[1].Id} on {Environment.MachineName}", errors);

        foreach (WorkerProcess process in two)
            process.Dispose();
        foreach (WorkerProcess process in WorkerProcess.StartAll(2, "train", broken, "resume", "4"))
            using (process)
                await process.SucceedAsync();
        StoredTensors.AssertSame(Path.Combine(whole, "tiny", "last.safetensors"), Path.Combine(broken, "tiny", "last.safetensors"));
        Assert.Equal(5, File.ReadAllLines(Path.Combine(broken, "tiny", "log.csv")).Length);
    }

    [Fact]
    public async Task Another_number_of_processes_goes_on_with_the_samples_that_are_left()
    {
        const int done = 4; // asked to stop after the third step of epoch 2, a run makes one more
        foreach (WorkerProcess process in WorkerProcess.StartAll(2, "train", _folder.Path, "new", "4", "step 2 3"))
            using (process)
                Assert.Equal(130, (await process.WaitAsync()).Code);
        TrainingConfig config = TinyRun.ConfigInSteps with { Epochs = 4 };
        RunFolder folder = RunFolder.Open(_folder.Path, config, resume: true);

        RecordedReads reads = new(TinyRun.Training);
        using (Trainer alone = new(config, reads, TinyRun.Validation, folder, new RecordedProgress()))
            alone.Run(resume: true);

        int[] left = config.Sampler.Make(TinyRun.Training, config.Seed).Order(epoch: 1)[(done * config.BatchSize)..];
        Assert.Equal(left.Order(), reads.Indices.Take(left.Length).Order());
        Assert.Equal(left.Length + 2 * 40, reads.Indices.Count);
        Assert.Equal(5, File.ReadAllLines(Path.Combine(folder.Path, "log.csv")).Length);
    }

    [Fact]
    public async Task Two_processes_go_on_inside_an_epoch_of_one()
    {
        using (WorkerProcess one = WorkerProcess.Start(["train", _folder.Path, "new", "3", "step 2 3"]))
            Assert.Equal(130, (await one.WaitAsync()).Code);
        WorkerProcess[] two = WorkerProcess.StartAll(2, "train", _folder.Path, "resume", "3");
        string[] outputs = [await two[0].SucceedAsync(), await two[1].SucceedAsync()];
        foreach (WorkerProcess process in two)
            process.Dispose();

        Assert.Contains("goes on with 2", outputs[0]);
        Assert.Equal("step 2 5", outputs[0].Split('\n').First(line => line.StartsWith("step", StringComparison.Ordinal)));
        Assert.Equal(2, outputs[1].Split('\n').Count(line => line.StartsWith("epoch", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_rank_that_hangs_is_missed()
    {
        string port = $"{WorkerProcess.FreePort()}";
        WorkerProcess[] two = [.. Enumerable.Range(0, 2).Select(rank => WorkerProcess.Start(
            ["train", _folder.Path, "new", "1000"],
            new Dictionary<string, string>(WorkerProcess.Place(rank, 2, "127.0.0.1", port)) { ["WORKER_PATIENCE_SECONDS"] = "6" }))];
        await two[0].WaitForAsync("step 1 1");
        Stopwatch watch = Stopwatch.StartNew();
        using (Process stop = Process.Start("kill", ["-STOP", $"{two[1].Id}"]))
            await stop.WaitForExitAsync();
        (int code, _, string errors) = await two[0].WaitAsync();
        foreach (WorkerProcess process in two)
            process.Dispose();

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(15), $"The job went on for {watch.Elapsed.TotalSeconds:0.0} s.");
        Assert.Equal(3, code);
        Assert.Contains("Rank 1 (", errors);
        Assert.Contains("silent", errors);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said()
    {
        using System.Net.Sockets.TcpListener taken = new(System.Net.IPAddress.Any, 0);
        taken.Start();
        string port = $"{((System.Net.IPEndPoint)taken.LocalEndpoint).Port}";
        using WorkerProcess rank = WorkerProcess.Start(["gather"], WorkerProcess.Place(0, 2, "127.0.0.1", port));
        (int code, _, string errors) = await rank.WaitAsync();

        Assert.Equal(2, code);
        Assert.Contains($"127.0.0.1:{port}", errors);
        Assert.Contains("--master-port", errors);
    }
}
