using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mien.Web.Tests.Browser;

/// <summary>Firefox without a window, spoken to by WebDriver BiDi. It has no devices; pages are given some by a script.</summary>
internal sealed class Firefox : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _profile;

    private Firefox(Process process, string profile, BrowserConnection connection) => (_process, _profile, Connection) = (process, profile, connection);

    public BrowserConnection Connection { get; }

    /// <summary>The program, or null where there is none.</summary>
    public static string? Program { get; } =
        Environment.GetEnvironmentVariable("MIEN_FIREFOX") is { Length: > 0 } named ? named
        : new[] { "/usr/bin/firefox-esr", "/usr/bin/firefox" }.FirstOrDefault(File.Exists);

    public static async Task<Firefox> StartAsync()
    {
        string profile = Directory.CreateTempSubdirectory("mien-firefox-").FullName;
        await File.WriteAllTextAsync(Path.Combine(profile, "user.js"), """user_pref("media.autoplay.default", 0); user_pref("media.autoplay.blocking_policy", 0);""");
        Process process = Process.Start(new ProcessStartInfo(Program!, ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        try
        {
            BrowserConnection connection = await BrowserConnection.ConnectAsync(new Uri($"{await AddressAsync(process)}/session"), TestContext.Current.CancellationToken);
            await connection.SendAsync("session.new", new JsonObject { ["capabilities"] = new JsonObject() });
            await connection.SendAsync("session.subscribe", new JsonObject { ["events"] = new JsonArray("log.entryAdded") });
            return new Firefox(process, profile, connection);
        }
        catch
        {
            await BrowserProcess.EndAsync(process, profile);
            throw;
        }
    }

    /// <summary>Opens a page of a visitor of its own.</summary>
    /// <param name="address">The page.</param>
    /// <param name="preparation">A function without parameters that runs in the page before its own scripts.</param>
    public async Task<FirefoxPage> OpenAsync(Uri address, string preparation)
    {
        JsonElement visitor = (await Connection.SendAsync("browser.createUserContext")).GetProperty("userContext");
        JsonElement tab = await Connection.SendAsync("browsingContext.create", new JsonObject { ["type"] = "tab", ["userContext"] = visitor.GetString() });
        FirefoxPage page = new(Connection, tab.GetProperty("context").GetString()!);
        await page.GoToAsync(address, preparation);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await BrowserProcess.EndAsync(_process, _profile);
    }

    private static async Task<string> AddressAsync(Process process)
    {
        const string Mark = "WebDriver BiDi listening on ";
        TaskCompletionSource<string> address = new(TaskCreationOptions.RunContinuationsAsynchronously);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
                address.TrySetException(new InvalidOperationException($"{Program} ended before it could be spoken to."));
            else if (line.Data.StartsWith(Mark, StringComparison.Ordinal))
                address.TrySetResult(line.Data[Mark.Length..]);
        };
        process.BeginErrorReadLine();
        return await address.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }
}
