using System.Globalization;
using Mien.Cli.Launching;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>`mien train` started by a real mpirun.</summary>
public sealed class MpirunTests : IDisposable
{
    private readonly TinyCorpus _corpus = new(epochs: 2);

    public MpirunTests()
    {
        TinyCorpus.SkipWithoutGloo();
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "mpirun"))),
            "mpirun is not on this machine (Debian: openmpi-bin).");
    }

    public void Dispose() => _corpus.Dispose();

    [Fact]
    public async Task Two_ranks_train_to_the_weights_of_launch()
    {
        string port = FreePort.Find().ToString(CultureInfo.InvariantCulture);
        using MienProcess mpirun = MienProcess.StartBy(
            ["mpirun", "--allow-run-as-root", "--oversubscribe", "-np", "2", "-x", $"MASTER_PORT={port}"], _corpus.Folder, ["train", "tiny.yaml", "--data", "data", "--output", "by-mpirun"]);
        MienRun byMpirun = await mpirun.WaitAsync();
        Assert.True(byMpirun.ExitCode == 0, byMpirun.ToString());
        using MienProcess launch = _corpus.Start("launch", "--nproc-per-node", "2", "train", "tiny.yaml", "--output", "by-launch");
        MienRun byLaunch = await launch.WaitAsync();
        Assert.True(byLaunch.ExitCode == 0, byLaunch.ToString());

        TinyCorpus.AssertSameWeights(_corpus.Checkpoint("by-launch"), _corpus.Checkpoint("by-mpirun"));
        // One rank speaks; mpirun gives each a terminal, so that there may be more than text.
        Assert.Single(byMpirun.Output.Split('\n'), line => line.Contains("best.safetensors", StringComparison.Ordinal));
    }
}
