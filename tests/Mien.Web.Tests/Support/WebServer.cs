using Microsoft.AspNetCore.Builder;
using Mien.Server;
using Mien.Server.Streaming;

namespace Mien.Web.Tests.Support;

/// <summary>A real server with the built page, that can go away and come back at the same address.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mien-web-server-").FullName;
    private readonly string? _token;
    private WebApplication? _application;

    private readonly StreamOptions _streams;

    private WebServer(string? token, StreamOptions streams) => (_token, _streams) = (token, streams);

    /// <summary>A machine that tests is busy: streams keep their quality, and are let in, all the same.</summary>
    public static StreamOptions Patient { get; } = new() { MaxLoad = 1, Quality = new() { TargetLatency = TimeSpan.FromMinutes(1) } };

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>Where the launcher puts the page.</summary>
    public static string WebFolder { get; } = Path.Combine(Repository.Root, ".mien", "web");

    public static async Task<WebServer> StartAsync(string? token = null, StreamOptions? streams = null)
    {
        WebServer server = new(token, streams ?? Patient);
        await server.StartAgainAsync();
        return server;
    }

    public async Task StartAgainAsync()
    {
        _application = MienServer.Create(new ServerOptions
        {
            Urls = [Address.GetLeftPart(UriPartial.Authority)],
            WorkFolder = _folder,
            WebFolder = WebFolder,
            Token = _token,
            Streams = _streams,
            ShutdownTime = TimeSpan.FromSeconds(5),
        });
        await _application.StartAsync();
        Address = new Uri(_application.Urls.Single());
    }

    public async Task StopAsync()
    {
        if (_application is null)
            return;
        await _application.StopAsync();
        await _application.DisposeAsync();
        _application = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
