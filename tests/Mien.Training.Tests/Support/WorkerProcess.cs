using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Mien.Training.Tests.Support;

/// <summary>The program Mien.Training.Worker as a process of its own, that can be killed.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Task<string> _errors;
    private readonly Task _reading;

    private WorkerProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    public int Id => _process.Id;

    public IReadOnlyCollection<string> Output => _output;

    public bool HasEnded => _process.HasExited;

    /// <summary>Starts the worker.</summary>
    /// <param name="arguments">What it is to do.</param>
    /// <param name="variables">Its place among others, or null.</param>
    /// <param name="prefix">A program that starts it, with arguments.</param>
    public static WorkerProcess Start(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? variables = null, params IReadOnlyList<string> prefix)
    {
        string program = Path.Combine(AppContext.BaseDirectory.Replace("Mien.Training.Tests", "Mien.Training.Worker", StringComparison.Ordinal), "Mien.Training.Worker.dll");
        string[] line = [.. prefix, Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host : "dotnet", "exec", program, .. arguments];
        ProcessStartInfo start = new(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["TORCH_CPP_LOG_LEVEL"] = "ERROR";
        foreach ((string name, string value) in variables ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>Starts as many workers as there are places, on this machine.</summary>
    public static WorkerProcess[] StartAll(int count, params IReadOnlyList<string> arguments)
    {
        string port = FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(0, count).Select(rank => Start(arguments, Place(rank, count, "127.0.0.1", port)))];
    }

    public static Dictionary<string, string> Place(int rank, int count, string address, string port) => new()
    {
        ["RANK"] = $"{rank}",
        ["WORLD_SIZE"] = $"{count}",
        ["LOCAL_RANK"] = $"{rank}",
        ["LOCAL_WORLD_SIZE"] = $"{count}",
        ["MASTER_ADDR"] = address,
        ["MASTER_PORT"] = port,
    };

    public static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for a line of output, or the end.</summary>
    public async Task WaitForAsync(string line)
    {
        for (Stopwatch watch = Stopwatch.StartNew(); watch.Elapsed < s_patience && !_process.HasExited; await Task.Delay(5))
            if (_output.Contains(line))
                return;
        Assert.True(_output.Contains(line), $"The worker never said '{line}' but {string.Join(", ", _output)}; {(_process.HasExited ? await _errors : "it is still running")}");
    }

    /// <summary>Waits for the end.</summary>
    public async Task<(int Code, string Output, string Errors)> WaitAsync()
    {
        using CancellationTokenSource patience = new(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        await _reading;
        return (_process.ExitCode, string.Join('\n', _output), await _errors);
    }

    /// <summary>Waits for the end and requires that it was a good one.</summary>
    public async Task<string> SucceedAsync()
    {
        (int code, string output, string errors) = await WaitAsync();
        Assert.True(code == 0, $"The worker ended with {code}:\n{errors}\n{output}");
        return output;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            _output.Enqueue(line);
    }
}
