using Microsoft.AspNetCore.Builder;
using Mien.Server;
using Mien.Training.Tests.Support;

namespace Mien.Web.Tests.Support;

/// <summary>A real server with the built page, that can go away and come back at the same address.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mien-web-server-").FullName;
    private readonly string? _token;
    private WebApplication? _application;

    private WebServer(string? token) => _token = token;

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>Where the launcher puts the page.</summary>
    public static string WebFolder { get; } = Path.Combine(Repository.Root, ".mien", "web");

    public static async Task<WebServer> StartAsync(string? token = null)
    {
        WebServer server = new(token);
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
