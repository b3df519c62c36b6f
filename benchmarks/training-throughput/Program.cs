// Training end to end, JPEG files to weights (EfficientNet-B0, cross entropy, AdamW): Mien's loader against torch's DataLoader
// with worker processes, on the same libtorch; and Mien's loader against batches that are in memory already.
//
//     dotnet run -c Release --project benchmarks/training-throughput -- PICTURES [ROUNDS [STEPS [SIZE]]]
//
// PICTURES holds LABEL/NAME.jpg, for example data/fer2013/Training. The sides take turns, so that whatever else the machine
// does falls on all; ratios are of medians over the rounds.
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mien.Benchmarks.TrainingThroughput;
using Mien.Torch;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length == 0 || !Directory.Exists(args[0]))
{
    Console.Error.WriteLine("Name a folder that holds LABEL/NAME.jpg: PICTURES [ROUNDS [STEPS [SIZE]]]");
    return 2;
}
int rounds = args.Length > 1 ? int.Parse(args[1]) : 5;
int steps = args.Length > 2 ? int.Parse(args[2]) : 15;
ThroughputOptions options = new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(args[0])), Size: args.Length > 3 ? int.Parse(args[3]) : 112);

using MienTrainer mien = new(options);
using Process python = Process.Start(new ProcessStartInfo("/usr/bin/python3", [FindScript(), JsonSerializer.Serialize(options, JsonSerializerOptions.Web)])
{
    RedirectStandardInput = true,
    RedirectStandardOutput = true,
})!;
Console.WriteLine($"{mien.Count} pictures at {options.Size} px, batch {options.Batch}, {options.Workers} workers, {options.Threads} threads; C#: libtorch {TorchInfo.Version}; Python: {python.StandardOutput.ReadLine()}");

List<double> files = [], memory = [], theirs = [];
for (int round = 0; round < rounds; round++)
{
    files.Add(mien.RunFromFiles(steps));
    memory.Add(mien.RunFromMemory(steps));
    python.StandardInput.WriteLine(steps);
    python.StandardInput.Flush();
    theirs.Add(double.Parse(python.StandardOutput.ReadLine() ?? throw new InvalidOperationException("train_files.py ended early; see its messages above.")));
    Console.WriteLine($"round {round + 1}: C# from files {files[^1]:0.0}, C# from memory {memory[^1]:0.0}, Python from files {theirs[^1]:0.0} pictures/s");
}
Console.WriteLine($"ratio C# / Python, from files: {Median(files) / Median(theirs):0.000}");
Console.WriteLine($"ratio of C# from files to C# from memory: {Median(files) / Median(memory):0.000}");
python.StandardInput.Close();
python.WaitForExit();
return 0;

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

static string FindScript()
{
    for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
    {
        string script = Path.Combine(folder.FullName, "train_files.py");
        if (File.Exists(script))
            return script;
    }
    throw new FileNotFoundException("train_files.py was not found above the program.");
}
