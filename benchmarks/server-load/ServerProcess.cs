using System.Diagnostics;
using System.Globalization;

namespace Mien.Benchmarks.ServerLoad;

/// <summary>A server of its own process, so that its memory and handles are its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process? _process;

    private ServerProcess(Process? process, Uri address) => (_process, Address, Client) = (process, address, new HttpClient { BaseAddress = address });

    public Uri Address { get; }

    public HttpClient Client { get; }

    /// <summary>Starts the program that was built last, or takes a server that runs.</summary>
    public static async Task<ServerProcess> StartAsync(string? url)
    {
        if (url is not null)
            return new ServerProcess(null, new Uri(url));
        string program = Path.Combine(FaceFilm.Root(), "src", "Mien.Cli", "bin", "Release", "net10.0", "mien.dll");
        if (!File.Exists(program))
            throw new FileNotFoundException($"{program} is not built; run dotnet build src/Mien.Cli -c Release.");
        Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, "serve", "--urls", "http://127.0.0.1:0"]) { RedirectStandardOutput = true })!;
        string line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server ended at once.");
        return new ServerProcess(process, new Uri(line.Split(' ').First(word => word.StartsWith("http", StringComparison.Ordinal)).TrimEnd(',')));
    }

    /// <summary>Memory, handles and threads now; zeros of a server that was not started here.</summary>
    public ProcessSample Sample()
    {
        if (_process is null)
            return default;
        string folder = $"/proc/{_process.Id}";
        string[] status = File.ReadAllLines($"{folder}/status");
        string[] times = File.ReadAllText($"{folder}/stat").Split(' ');
        return new ProcessSample(
            Number("VmRSS:") / 1024.0, Directory.GetFiles($"{folder}/fd").Length, (int)Number("Threads:"),
            (double.Parse(times[13], CultureInfo.InvariantCulture) + double.Parse(times[14], CultureInfo.InvariantCulture)) / 100);

        double Number(string key) => double.Parse(status.First(line => line.StartsWith(key, StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_process is null)
            return;
        using (Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        Console.WriteLine($"The server ended with exit code {_process.ExitCode}.");
        _process.Dispose();
    }
}
