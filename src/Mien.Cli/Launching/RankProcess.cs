using System.Diagnostics;
using System.Reflection;
using Mien.Training.Distributed;

namespace Mien.Cli.Launching;

/// <summary>
/// One process of a job, started by `mien launch`. Rank 0 speaks to the terminal itself; what the others say is forwarded
/// with their number. The process is asked to stop by closing its standard input, which happens, too, when the launcher dies.
/// </summary>
internal sealed class RankProcess : IDisposable
{
    /// <summary>Environment variable that tells a process to stop when its standard input ends.</summary>
    public const string LaunchedVariable = "MIEN_LAUNCHED";

    private readonly Process _process;
    private readonly Task _forwarding;

    private RankProcess(int rank, Process process, TextWriter errors)
    {
        (Rank, _process) = (rank, process);
        _forwarding = rank == 0 ? Task.CompletedTask : Task.WhenAll(ForwardAsync(process.StandardOutput, errors), ForwardAsync(process.StandardError, errors));
        End = WaitAsync();
    }

    /// <summary>Its number over all machines.</summary>
    public int Rank { get; }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Completes when it has ended and all that it said is forwarded.</summary>
    public Task<RankEnd> End { get; }

    /// <summary>Starts `mien` with arguments at a place.</summary>
    public static RankProcess Start(RankPlace place, IReadOnlyList<string> arguments, TextWriter errors)
    {
        string host = Environment.ProcessPath!;
        bool isRuntime = Path.GetFileNameWithoutExtension(host) == "dotnet";
        ProcessStartInfo start = new(host, isRuntime ? ["exec", Assembly.GetExecutingAssembly().Location, .. arguments] : arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = place.Rank != 0,
            RedirectStandardError = place.Rank != 0,
        };
        foreach ((string name, string value) in place.ToVariables())
            start.Environment[name] = value;
        start.Environment[LaunchedVariable] = "1";
        start.Environment.TryAdd("TORCH_CPP_LOG_LEVEL", "ERROR"); // c10d warns of each attempt to reach a store that is not there yet
        return new RankProcess(place.Rank, Process.Start(start)!, errors);
    }

    /// <summary>Asks it to stop after its step.</summary>
    public void AskToStop()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }
    }

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private async Task<RankEnd> WaitAsync()
    {
        await _process.WaitForExitAsync();
        DateTime at = DateTime.UtcNow;
        await _forwarding;
        return new RankEnd(Rank, Id, _process.ExitCode, at);
    }

    private async Task ForwardAsync(StreamReader said, TextWriter errors)
    {
        while (await said.ReadLineAsync() is { } line)
            await errors.WriteLineAsync($"[rank {Rank}] {line}");
    }
}
