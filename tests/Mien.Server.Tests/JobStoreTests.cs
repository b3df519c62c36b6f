using Mien.Analysis;
using Mien.Server.Jobs;

namespace Mien.Server.Tests;

public sealed class JobStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_is_put_away_while_requests_still_delete_their_files()
    {
        for (int round = 0; round < 8; round++)
        {
            JobStore store = new(new ServerOptions { WorkFolder = _folder.Path, MaxQueue = 100 }, TimeProvider.System);
            AnalysisJob[] jobs = [.. Enumerable.Range(0, 40).Select(_ => MakeJob(store))];
            Task removing = Task.Run(() => Array.ForEach(jobs, store.Remove), TestContext.Current.CancellationToken);
            store.Dispose();
            await removing;
            Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        }
    }

    private static AnalysisJob MakeJob(JobStore store)
    {
        AnalysisJob job = store.Prepare(new AnalysisOptions());
        File.WriteAllText(job.ReceivingPath, "upload");
        job.TakeMedium("upload.png");
        File.WriteAllText(job.ResultPath, "{}");
        Assert.True(store.TryAdd(job));
        return job;
    }
}
