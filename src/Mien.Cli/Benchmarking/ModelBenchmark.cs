using System.Diagnostics;

namespace Mien.Cli.Benchmarking;

/// <summary>Measures networks alone, on random numbers. Models that can be compared (same batch, size and threads) run in turns, so that what else the machine does meets all of them alike.</summary>
internal sealed class ModelBenchmark(BenchmarkPlan plan, Action<string> note)
{
    private readonly Dictionary<string, BenchmarkShapes> _shapes = plan.Models.Distinct().ToDictionary(path => path, BenchmarkShapes.Read);

    /// <summary>Measures every combination that the models allow.</summary>
    /// <exception cref="Core.UserErrorException">A model cannot be loaded or does not run.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public IEnumerable<BenchmarkRow> Run(CancellationToken cancellation)
    {
        foreach ((string path, BenchmarkShapes shapes) in _shapes)
        {
            if (plan.Sizes.Count > 0 && !shapes.HasFreePicture)
                note($"{shapes}: --size does not apply to it.");
            if (plan.Batches.Any(batch => shapes.For(batch, null) is null))
                note($"{shapes}: other batches are left out.");
        }
        foreach (int batch in plan.Batches)
            foreach (int threads in plan.Threads)
                foreach (int? size in plan.Sizes.Select(size => (int?)size).Prepend(null))
                    foreach (BenchmarkRow row in Measure([.. _shapes.Keys.Where(path => AppliesTo(_shapes[path], size))], batch, size, threads, cancellation))
                        yield return row;
    }

    // With sizes given, a model of free size is measured at those only.
    private bool AppliesTo(BenchmarkShapes shapes, int? size) => shapes.HasFreePicture && plan.Sizes.Count > 0 ? size is not null : size is null;

    private List<BenchmarkRow> Measure(string[] paths, int batch, int? size, int threads, CancellationToken cancellation)
    {
        List<(BenchmarkedModel Model, BenchmarkKey Key, double Megabytes, double Memory, List<TimeSpan> Times)> loaded = [];
        try
        {
            foreach (string path in paths)
            {
                if (_shapes[path].For(batch, size) is not { } shapes)
                    continue;
                long before = ProcessMemory.Resident();
                BenchmarkedModel model = BenchmarkedModel.Load(path, shapes, threads, plan.Provider);
                BenchmarkKey key = new("model", Path.GetFileName(path), _shapes[path].SizeOf(shapes), batch, threads, model.Provider.Provider.ToString().ToLowerInvariant());
                loaded.Add((model, key, new FileInfo(path).Length / 1e6, (ProcessMemory.Resident() - before) / 1e6, []));
            }
            long warm = Stopwatch.GetTimestamp();
            do
                foreach ((BenchmarkedModel model, _, _, _, _) in loaded)
                    model.Run();
            while (Stopwatch.GetElapsedTime(warm) < plan.Duration / 10);

            long start = Stopwatch.GetTimestamp();
            for (int run = 0; loaded.Count > 0 && (run < BenchmarkPlan.MinRuns || Stopwatch.GetElapsedTime(start) < plan.Duration * loaded.Count); run++)
                foreach ((BenchmarkedModel model, _, _, _, List<TimeSpan> times) in loaded)
                {
                    cancellation.ThrowIfCancellationRequested();
                    long begin = Stopwatch.GetTimestamp();
                    model.Run();
                    times.Add(Stopwatch.GetElapsedTime(begin));
                }
            return [.. loaded.Select(one => BenchmarkRow.Of(one.Key, one.Times, one.Megabytes, one.Memory))];
        }
        finally
        {
            foreach ((BenchmarkedModel model, _, _, _, _) in loaded)
                model.Dispose();
        }
    }
}
