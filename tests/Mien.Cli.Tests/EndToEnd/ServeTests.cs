using System.Net;
using System.Net.Sockets;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>`mien serve` as a process: up, asked, told to stop.</summary>
public sealed class ServeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mien-serve-test-").FullName;
    private readonly HttpClient _client = new();

    public ServeTests() => EndToEndTest.SkipWithoutEngines();

    public void Dispose()
    {
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_serves_until_it_is_stopped_and_leaves_nothing_behind()
    {
        string url = $"http://127.0.0.1:{FreePort()}";
        using MienProcess server = MienProcess.Start(_folder, "serve", "--urls", url, "--work", _folder);
        await WaitUntilReady(server, url);
        byte[] portrait = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "docs", "images", "demo.png"), TestContext.Current.CancellationToken);
        using HttpResponseMessage answer = await _client.PostAsync($"{url}/v1/analyze", new ByteArrayContent(portrait), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        MienRun second = await MienProcess.RunAsync(_folder, "serve", "--urls", url);
        Assert.Equal(2, second.ExitCode);
        Assert.Contains("cannot listen", Assert.Single(second.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));

        server.Terminate();
        MienRun run = await server.WaitAsync();
        Assert.True(run.ExitCode == 0, run.ToString());
        Assert.Contains($"Mien listens on {url}", run.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    private async Task WaitUntilReady(MienProcess server, string url)
    {
        for (int asked = 0; asked < 600 && !server.HasEnded; asked++)
        {
            try
            {
                if ((await _client.GetAsync($"{url}/readyz", TestContext.Current.CancellationToken)).IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
        Assert.Fail("The server did not become ready.");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
