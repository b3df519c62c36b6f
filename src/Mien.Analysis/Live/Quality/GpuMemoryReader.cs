using System.Diagnostics;
using System.Globalization;

namespace Mien.Analysis;

/// <summary>
/// The memory of NVIDIA's GPUs, asked of <c>nvidia-smi</c> in the background every few seconds: it takes tens to hundreds of milliseconds,
/// for which no frame is to wait.
/// </summary>
/// <param name="program">The path of <c>nvidia-smi</c>.</param>
internal sealed class GpuMemoryReader(string program) : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private Task<double?> _reading = Task.FromResult<double?>(null);
    private DateTimeOffset? _asked;
    private double? _free;

    /// <summary>The reader of the <c>nvidia-smi</c> that a search path has; null where it has none.</summary>
    public static GpuMemoryReader? Find(string? searchPath) =>
        (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, "nvidia-smi"))
            .FirstOrDefault(File.Exists) is { } program
            ? new GpuMemoryReader(program)
            : null;

    /// <summary>The free share of the fullest GPU, as of a few seconds ago, 0..1; null before the first answer and where there is none.</summary>
    public double? Read(DateTimeOffset now)
    {
        if (!_reading.IsCompleted)
            return _free;
        _free = _reading.Result;
        if (_asked is null || now - _asked >= s_interval)
        {
            _asked = now;
            _reading = Task.Run(AskAsync);
        }
        return _free;
    }

    /// <summary>Waits for the question that is being asked; for tests.</summary>
    internal Task Reading => _reading;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _reading.Wait();
        _stop.Dispose();
    }

    private async Task<double?> AskAsync()
    {
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        deadline.CancelAfter(s_deadline);
        ProcessStartInfo start = new(program, ["--query-gpu=memory.used,memory.total", "--format=csv,noheader,nounits"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            try
            {
                Task<string> errors = process.StandardError.ReadToEndAsync(deadline.Token);
                string text = await process.StandardOutput.ReadToEndAsync(deadline.Token);
                await errors;
                await process.WaitForExitAsync(deadline.Token);
                return process.ExitCode == 0 ? LeastFree(text) : null;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                return null;
            }
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
        {
            return null; // a driver that is not there any more is no reason to end a stream
        }
    }

    private static double? LeastFree(string text)
    {
        double? least = null;
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] words = line.Split(',', StringSplitOptions.TrimEntries);
            if (words.Length != 2
                || !double.TryParse(words[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double used)
                || !double.TryParse(words[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double total)
                || !(total > 0))
                continue; // "[N/A]" on GPUs that share the machine's memory
            double free = Math.Clamp(1 - (used / total), 0, 1);
            least = least is { } known && known < free ? known : free;
        }
        return least;
    }
}
