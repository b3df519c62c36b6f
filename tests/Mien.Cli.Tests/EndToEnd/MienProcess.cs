using System.Diagnostics;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>Runs the built `mien` as a process of its own, as a user does.</summary>
internal sealed class MienProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    // `./mien test` names the program that users run; without it, it is the one that was built with the tests.
    private static readonly string s_program = Environment.GetEnvironmentVariable("MIEN_PROGRAM") ?? Path.Combine(AppContext.BaseDirectory, "mien.dll");

    private readonly Process _process;
    private readonly GrowingText _output;
    private readonly GrowingText _error;

    private MienProcess(Process process)
    {
        _process = process;
        _output = new GrowingText(process.StandardOutput);
        _error = new GrowingText(process.StandardError);
    }

    /// <summary>Starts `mien` in a folder, as if the launcher had prepared everything.</summary>
    public static MienProcess Start(string folder, params IEnumerable<string> arguments) => StartBy([], folder, arguments);

    /// <summary>Starts `mien` by another program, such as mpirun, whose arguments come before it.</summary>
    public static MienProcess StartBy(IReadOnlyList<string> launcher, string folder, IEnumerable<string> arguments) => Start(launcher, folder, arguments, []);

    /// <summary>Starts `mien` with variables of its environment set, or absent where they are null.</summary>
    public static MienProcess StartWith(IReadOnlyDictionary<string, string?> environment, string folder, params IEnumerable<string> arguments) => Start([], folder, arguments, environment);

    private static MienProcess Start(IReadOnlyList<string> launcher, string folder, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string?>> environment)
    {
        string[] line = [.. launcher, "dotnet", "exec", s_program, .. arguments];
        ProcessStartInfo start = new(line[0], line[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["MIEN_HOME"] = Repository.Root;
        foreach ((string name, string? value) in environment)
            start.Environment[name] = value;
        return new MienProcess(Process.Start(start)!);
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<MienRun> RunAsync(string folder, params IEnumerable<string> arguments)
    {
        using MienProcess process = Start(folder, arguments);
        return await process.WaitAsync();
    }

    /// <summary>Whether the process has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>What it has written so far; its exit code is not known before <see cref="WaitAsync"/>.</summary>
    public MienRun SoFar => new(0, _output.SoFar, _error.SoFar);

    /// <summary>Waits, while the process runs, until something holds; fails where it never does.</summary>
    public async Task WaitForAsync(Func<MienRun, bool> condition, string what)
    {
        for (Stopwatch watch = Stopwatch.StartNew(); !condition(SoFar); await Task.Delay(20))
            Assert.True(watch.Elapsed < s_patience && !HasEnded, $"Waited in vain: {what}.\n{SoFar}");
    }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>What Ctrl-C does.</summary>
    public void Interrupt() => Signal("INT");

    /// <summary>What `kill` and a system that shuts down do.</summary>
    public void Terminate() => Signal("TERM");

    private void Signal(string name)
    {
        using Process kill = Process.Start("sh", ["-c", $"kill -{name} {_process.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits for the end.</summary>
    public async Task<MienRun> WaitAsync()
    {
        using CancellationTokenSource patience = new(s_patience);
        await _process.WaitForExitAsync(patience.Token);
        return new MienRun(_process.ExitCode, await _output.WholeAsync(), await _error.WholeAsync());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
