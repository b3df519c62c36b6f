using System.Diagnostics;
using System.Globalization;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>`mien launch`: real ranks, started, killed and started again.</summary>
public sealed class LaunchTests : IDisposable
{
    private readonly TinyCorpus _corpus = new(epochs: 2);

    public LaunchTests() => TinyCorpus.SkipWithoutGloo();

    public void Dispose() => _corpus.Dispose();

    [Fact]
    public async Task Two_ranks_train_and_only_rank_0_speaks()
    {
        using MienProcess launch = _corpus.Start("launch", "--nproc-per-node", "2", "train", "tiny.yaml");
        MienRun run = await launch.WaitAsync();

        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Equal(Path.Combine(_corpus.Folder, "runs", "tiny", "best.safetensors"), run.Output.Trim());
        Assert.DoesNotContain("[rank 1]", run.Error);
        Assert.Contains("epoch 2/2: ", run.Error);
        Assert.True(File.Exists(_corpus.Checkpoint("runs")));
    }

    [Fact]
    public async Task A_rank_that_is_killed_ends_the_job_and_resume_goes_on()
    {
        string[] line = ["launch", "--nproc-per-node", "2", "train", "tiny.yaml", "--set", "epochs=10000"];
        using (MienProcess launch = _corpus.Start(line))
        {
            await _corpus.AwaitCheckpoint(launch, "runs");
            int victim = RankOf(launch.Id, 1);
            Stopwatch watch = Stopwatch.StartNew();
            using (Process process = Process.GetProcessById(victim))
                process.Kill();
            MienRun run = await launch.WaitAsync();

            Assert.True(run.ExitCode == 1, run.ToString());
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"The job went on for {watch.Elapsed.TotalSeconds:0.0} s.");
            Assert.Contains($"rank 1 (process {victim}) was killed by signal 9", run.Error);
            Assert.Contains("--resume", run.Error);
        }
        DateTime before = File.GetLastWriteTimeUtc(_corpus.Checkpoint("runs"));
        using MienProcess again = _corpus.Start([.. line, "--resume"]);
        await _corpus.AwaitCheckpoint(again, "runs", newerThan: before);
        again.Terminate();
        MienRun resumed = await again.WaitAsync();
        Assert.True(resumed.ExitCode == 143, resumed.ToString());
    }

    [Fact]
    public async Task Ranks_end_with_the_launcher_however_it_ends()
    {
        int[] ranks;
        using (MienProcess launch = _corpus.Start("launch", "--nproc-per-node", "2", "train", "tiny.yaml", "--set", "epochs=10000"))
        {
            await _corpus.AwaitCheckpoint(launch, "runs");
            ranks = [RankOf(launch.Id, 0), RankOf(launch.Id, 1)];
            using Process process = Process.GetProcessById(launch.Id);
            process.Kill();
        }
        Stopwatch watch = Stopwatch.StartNew();
        while (ranks.Any(IsAlive) && watch.Elapsed < TimeSpan.FromSeconds(30))
            await Task.Delay(50);
        Assert.DoesNotContain(ranks, IsAlive);
    }

    [Theory]
    [InlineData("launch can run train", "launch", "--nproc-per-node", "2", "analyze", "clip.mp4")]
    [InlineData("--nproc-per-node", "launch", "train", "tiny.yaml")]
    [InlineData("did you mean --resume", "launch", "--nproc-per-node", "2", "train", "tiny.yaml", "--resum")]
    [InlineData("--master-addr", "launch", "--nproc-per-node", "2", "--nnodes", "2", "train", "tiny.yaml")]
    [InlineData("numbered from 0 to 1", "launch", "--nproc-per-node", "2", "--nnodes", "2", "--node-rank", "2", "--master-addr", "a", "train", "tiny.yaml")]
    [InlineData("multiple of 3", "launch", "--nproc-per-node", "3", "train", "tiny.yaml", "--data", "data")]
    public async Task A_wrong_line_is_refused(string expected, params string[] arguments)
    {
        MienRun run = await MienProcess.RunAsync(_corpus.Folder, arguments);

        Assert.True(run.ExitCode == 2, run.ToString());
        Assert.Contains(expected, run.Error);
    }

    private static bool IsAlive(int process) => File.Exists($"/proc/{process}/stat") && !File.ReadAllText($"/proc/{process}/stat").Contains(") Z ", StringComparison.Ordinal);

    private static int RankOf(int launcher, int rank) =>
        Directory.GetDirectories($"/proc/{launcher}/task")
            .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(id => int.Parse(id, CultureInfo.InvariantCulture))
            .Single(id => File.ReadAllText($"/proc/{id}/environ").Split('\0').Contains($"RANK={rank}"));
}
