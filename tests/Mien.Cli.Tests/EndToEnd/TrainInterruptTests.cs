namespace Mien.Cli.Tests.EndToEnd;

/// <summary>`mien train` that is stopped from outside.</summary>
public sealed class TrainInterruptTests : IDisposable
{
    private readonly TinyCorpus _corpus = new(epochs: 60);

    public void Dispose() => _corpus.Dispose();

    [Fact]
    public async Task Signals_keep_a_checkpoint_and_resuming_ends_in_the_same_weights()
    {
        using (MienProcess whole = _corpus.Start("train", "tiny.yaml", "--output", "whole"))
            Assert.Equal(0, (await whole.WaitAsync()).ExitCode);

        using (MienProcess first = _corpus.Start("train", "tiny.yaml", "--output", "stopped"))
        {
            await _corpus.AwaitCheckpoint(first, "stopped");
            first.Terminate();
            MienRun run = await first.WaitAsync();
            Assert.True(run.ExitCode == 143, run.ToString());
        }
        DateTime before = File.GetLastWriteTimeUtc(_corpus.Checkpoint("stopped"));
        using (MienProcess second = _corpus.Start("train", "tiny.yaml", "--output", "stopped", "--resume"))
        {
            await _corpus.AwaitCheckpoint(second, "stopped", newerThan: before);
            second.Interrupt();
            MienRun run = await second.WaitAsync();
            Assert.True(run.ExitCode == 130, run.ToString());
        }
        using (MienProcess last = _corpus.Start("train", "tiny.yaml", "--output", "stopped", "--resume"))
        {
            MienRun run = await last.WaitAsync();
            Assert.True(run.ExitCode == 0, run.ToString());
        }
        TinyCorpus.AssertSameWeights(_corpus.Checkpoint("whole"), _corpus.Checkpoint("stopped"));
    }

    [Fact]
    public async Task A_full_disk_is_said_and_costs_no_checkpoint()
    {
        string output = Path.Combine(_corpus.Folder, "disk"), filler = Path.Combine(output, "filler");
        using MountedFolder disk = MountedFolder.TryMount(output, "size=2m");
        using (MienProcess train = _corpus.Start("train", "tiny.yaml", "--output", "disk"))
        {
            await _corpus.AwaitCheckpoint(train, "disk");
            Fill(filler);
            MienRun run = await train.WaitAsync();
            Assert.True(run.ExitCode == 2, run.ToString());
            Assert.Contains("the disk is full", run.Error);
        }
        byte[] kept = File.ReadAllBytes(_corpus.Checkpoint("disk"));
        Assert.NotEmpty(kept);
        Assert.Empty(Directory.GetFiles(Path.Combine(output, "tiny"), ".*.tmp"));

        File.Delete(filler);
        using MienProcess resumed = _corpus.Start("train", "tiny.yaml", "--output", "disk", "--resume");
        MienRun rest = await resumed.WaitAsync();
        Assert.True(rest.ExitCode == 0, rest.ToString());
        Assert.NotEqual(kept, File.ReadAllBytes(_corpus.Checkpoint("disk")));
        Assert.Equal(61, File.ReadAllLines(Path.Combine(output, "tiny", "log.csv")).Length);
    }

    // Takes what is left, again and again, for the run frees some as it replaces its files.
    private static void Fill(string path)
    {
        using FileStream stream = new(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        byte[] block = new byte[4096];
        for (int failures = 0; failures < 200;)
        {
            try
            {
                stream.Write(block);
            }
            catch (IOException)
            {
                failures++;
                Thread.Sleep(1);
            }
        }
    }
}
