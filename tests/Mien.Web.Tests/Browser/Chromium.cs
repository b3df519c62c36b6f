using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Mien.Web.Tests.Browser;

/// <summary>Debian's Chromium without a window, with files in place of camera and microphone, or without devices.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _profile;

    private Chromium(Process process, string profile, BrowserConnection connection) => (_process, _profile, Connection) = (process, profile, connection);

    public BrowserConnection Connection { get; }

    /// <summary>The program, or null where there is none.</summary>
    public static string? Program { get; } =
        Environment.GetEnvironmentVariable("MIEN_CHROMIUM") is { Length: > 0 } named ? named
        : new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    /// <summary>Starts one.</summary>
    /// <param name="camera">A file of JPEG pictures (.mjpeg), shown again and again; null: the browser finds no devices.</param>
    /// <param name="microphone">A WAV file.</param>
    public static async Task<Chromium> StartAsync(string? camera, string? microphone)
    {
        string profile = Directory.CreateTempSubdirectory("mien-chromium-").FullName;
        ProcessStartInfo start = new(Program!) { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] arguments =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--mute-audio",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
            "--autoplay-policy=no-user-gesture-required", "--remote-debugging-port=0", $"--user-data-dir={profile}", "--window-size=1280,900",
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        if (camera is not null)
        {
            start.ArgumentList.Add("--use-fake-device-for-media-stream");
            start.ArgumentList.Add($"--use-file-for-fake-video-capture={camera}");
            start.ArgumentList.Add($"--use-file-for-fake-audio-capture={microphone}");
        }
        start.ArgumentList.Add("about:blank");
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            Uri address = await AddressAsync(process, Path.Combine(profile, "DevToolsActivePort"));
            return new Chromium(process, profile, await BrowserConnection.ConnectAsync(address, TestContext.Current.CancellationToken));
        }
        catch
        {
            await BrowserProcess.EndAsync(process, profile);
            throw;
        }
    }

    /// <summary>Opens a page of a visitor of its own: no storage, permissions or cache are shared with other visitors.</summary>
    /// <param name="origin">The site whose questions for camera and microphone are answered.</param>
    /// <param name="isAllowed">What is answered.</param>
    public async Task<BrowserPage> OpenAsync(Uri origin, bool isAllowed = true)
    {
        string visitor = (await Connection.SendAsync("Target.createBrowserContext")).GetProperty("browserContextId").GetString()!;
        foreach (string device in (string[])["camera", "microphone"])
        {
            await Connection.SendAsync("Browser.setPermission", new JsonObject
            {
                ["permission"] = new JsonObject { ["name"] = device },
                ["setting"] = isAllowed ? "granted" : "denied",
                ["origin"] = origin.GetLeftPart(UriPartial.Authority),
                ["browserContextId"] = visitor,
            });
        }
        BrowserPage page = await BrowserPage.CreateAsync(this, visitor);
        await page.GoToAsync(origin);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await BrowserProcess.EndAsync(_process, _profile);
    }

    private static async Task<Uri> AddressAsync(Process process, string file)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (waited.Elapsed < TimeSpan.FromMinutes(1))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"{Program} ended with status {process.ExitCode} before it could be spoken to.");
            string[] lines = File.Exists(file) ? await File.ReadAllLinesAsync(file) : [];
            if (lines.Length >= 2)
                return new Uri($"ws://127.0.0.1:{lines[0]}{lines[1]}");
            await Task.Delay(50);
        }
        throw new TimeoutException($"{Program} did not say where it can be spoken to.");
    }
}
