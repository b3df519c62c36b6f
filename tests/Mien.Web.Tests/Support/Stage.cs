using Mien.Web.Tests.Browser;

[assembly: AssemblyFixture(typeof(Mien.Web.Tests.Support.Stage))]

namespace Mien.Web.Tests.Support;

/// <summary>What all tests of the page share: a browser with files for camera and microphone, those files, and a server.</summary>
public sealed class Stage : IAsyncLifetime
{
    private Chromium? _browser;
    private Recordings? _recordings;
    private WebServer? _server;

    internal Chromium Browser => _browser!;

    internal Recordings Recordings => _recordings!;

    internal WebServer Server => _server!;

    /// <summary>Why nothing can be tested; null where it can.</summary>
    internal static string? Obstacle { get; } =
        Chromium.Program is null ? "There is no Chromium; install the Debian package chromium."
        : !File.Exists(Path.Combine(WebServer.WebFolder, "index.html")) ? "The web application is not built; run ./mien build serving."
        : null;

    public async ValueTask InitializeAsync()
    {
        if (Obstacle is not null)
            return;
        _recordings = await Recordings.MakeAsync();
        _server = await WebServer.StartAsync();
        _browser = await Chromium.StartAsync(_recordings.Camera, _recordings.Microphone);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        _recordings?.Dispose();
    }
}
