using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;

namespace Mien.Server.Tests;

/// <summary>A server on a free port of this machine, with a folder of its own, and a client for it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private RunningServer(WebApplication application, string folder, string? token)
    {
        (_application, Folder) = (application, folder);
        Client = new HttpClient { BaseAddress = new Uri(application.Urls.Single()), Timeout = TimeSpan.FromMinutes(1) };
        if (token is not null)
            Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public HttpClient Client { get; }

    /// <summary>Where it puts uploads and results.</summary>
    public string Folder { get; }

    public static async Task<RunningServer> StartAsync(ServerOptions? options = null)
    {
        string folder = Directory.CreateTempSubdirectory("mien-server-test-").FullName;
        WebApplication application = MienServer.Create((options ?? new ServerOptions()) with { Urls = ["http://127.0.0.1:0"], WorkFolder = folder });
        await application.StartAsync();
        return new RunningServer(application, folder, options?.Token);
    }

    /// <summary>All files that it has on the disk now.</summary>
    public string[] Files() => Directory.GetFiles(Folder, "*", SearchOption.AllDirectories);

    /// <summary>Holds that nothing is left on the disk, soon after an answer: the files go when the answer is on its way.</summary>
    public async Task AssertNothingIsKeptAsync()
    {
        for (int tries = 0; tries < 250 && Files().Length > 0; tries++)
            await Task.Delay(20);
        Assert.Empty(Files());
    }

    public Task StopAsync() => _application.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
