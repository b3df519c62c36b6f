// Training step of EfficientNet-B0 (112 px, batch 32, cross entropy, AdamW): C# against Python on the same libtorch.
//
//     dotnet run -c Release --project benchmarks/training-step [-- ROUNDS [STEPS [THREADS]]]
//
// Both sides start from the same weights and first take the same steps without randomness: their losses must agree.
// Then they take turns, so that whatever else the machine does falls on both. The ratio is of median step times.
using System.Globalization;
using Mien.Benchmarks.TrainingStep;
using Mien.Torch;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int rounds = args.Length > 0 ? int.Parse(args[0]) : 12;
int steps = args.Length > 1 ? int.Parse(args[1]) : 4;
int threads = args.Length > 2 ? int.Parse(args[2]) : 2;
string folder = Directory.CreateTempSubdirectory("mien-training-step-").FullName;
try
{
    BenchmarkOptions options = new(Path.Combine(folder, "weights.safetensors"), Threads: threads);
    using (MienTrainer fresh = new(options))
        fresh.SaveWeights();
    using PythonTrainer python = new(FindScript(), options);
    Console.WriteLine($"C#: libtorch {TorchInfo.Version}, {TorchThreads.Get()} threads; Python: {python.Description}");

    double[] losses;
    using (MienTrainer check = new(options, dropout: 0, stochasticDepth: 0))
        losses = check.Check(3);
    double[] pythonLosses = python.Check(3);
    Console.WriteLine($"losses of the same steps: C# {string.Join(" ", losses)}; Python {string.Join(" ", pythonLosses)}");
    if (losses.Zip(pythonLosses).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-3))
    {
        Console.Error.WriteLine("The two sides do not compute the same.");
        return 1;
    }

    using MienTrainer mien = new(options);
    mien.Run(3);
    python.Run(3);
    List<double> mienSeconds = [], pythonSeconds = [];
    double mienProcessor = 0, pythonProcessor = 0;
    for (int round = 0; round < rounds; round++)
    {
        bool mienFirst = round % 2 == 0;
        Measurement first = mienFirst ? mien.Run(steps) : python.Run(steps);
        Measurement second = mienFirst ? python.Run(steps) : mien.Run(steps);
        (Measurement ours, Measurement theirs) = mienFirst ? (first, second) : (second, first);
        mienSeconds.AddRange(ours.Seconds);
        pythonSeconds.AddRange(theirs.Seconds);
        mienProcessor += ours.Processor;
        pythonProcessor += theirs.Processor;
        Console.WriteLine($"round {round + 1}: C# {Median(ours.Seconds) * 1000:0.0} ms, Python {Median(theirs.Seconds) * 1000:0.0} ms a step");
    }
    int count = rounds * steps;
    Console.WriteLine($"median of {count} steps each: C# {Median(mienSeconds) * 1000:0.0} ms, Python {Median(pythonSeconds) * 1000:0.0} ms");
    Console.WriteLine($"processor time a step: C# {mienProcessor / count * 1000:0} ms, Python {pythonProcessor / count * 1000:0} ms");
    Console.WriteLine($"ratio of steps a second, C# / Python: {Median(pythonSeconds) / Median(mienSeconds):0.000}");
    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static double Median(IEnumerable<double> values)
{
    double[] sorted = [.. values.Order()];
    return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
}

static string FindScript()
{
    for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
    {
        string script = Path.Combine(folder.FullName, "train_step.py");
        if (File.Exists(script))
            return script;
    }
    throw new FileNotFoundException("train_step.py was not found above the program.");
}
