using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Mien.Benchmarks.TrainingStep;

/// <summary>The same training step in a Python process, which waits between measurements.</summary>
internal sealed class PythonTrainer : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private readonly Process _process;

    public PythonTrainer(string script, BenchmarkOptions options)
    {
        ProcessStartInfo start = new("/usr/bin/python3", [script, JsonSerializer.Serialize(options, s_json)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start)!;
        Description = ReadLine();
    }

    public string Description { get; }

    public double[] Check(int steps) => JsonSerializer.Deserialize<double[]>(Ask("check", steps))!;

    public Measurement Run(int steps) => JsonSerializer.Deserialize<Measurement>(Ask("run", steps), s_json)!;

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Ask(string command, int steps)
    {
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{command} {steps}"));
        _process.StandardInput.Flush();
        return ReadLine();
    }

    private string ReadLine() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("train_step.py ended early; see its messages above.");
}
