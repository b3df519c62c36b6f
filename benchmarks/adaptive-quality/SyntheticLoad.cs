using System.Diagnostics;

namespace Mien.Benchmarks.AdaptiveQuality;

/// <summary>Processes that do nothing but keep processors busy.</summary>
internal sealed class SyntheticLoad : IDisposable
{
    /// <summary>The first argument of a program that is to be such a process.</summary>
    public const string Argument = "busy";

    private readonly List<Process> _processes = [];

    public SyntheticLoad(int count)
    {
        for (int i = 0; i < count; i++)
            _processes.Add(Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(SyntheticLoad).Assembly.Location, Argument]) { RedirectStandardInput = true })!);
    }

    /// <summary>What such a process does, until whoever started it is gone.</summary>
    public static void KeepBusy()
    {
        Task input = Task.Run(Console.In.ReadToEnd);
        double number = 1;
        while (!input.IsCompleted)
            for (int i = 0; i < 1_000_000; i++)
                number = Math.Sqrt(number + i);
    }

    public void Dispose()
    {
        foreach (Process process in _processes)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
