using Mien.Torch;
using Mien.Training.Distributed;

namespace Mien.Training.Worker;

/// <summary>Collectives whose result a reader knows; each process says what it got.</summary>
internal static class GatherJob
{
    public static void Run(DataParallel parallel) => parallel.Run(() =>
    {
        const int samples = 7;
        int[] own = [.. Enumerable.Range(0, parallel.Shard.CountOf(samples)).Select(position => 100 + parallel.Shard.Position(position))];
        Console.WriteLine(string.Join(' ', parallel.Gather(own, samples)));
        float[] pairs = [.. own.SelectMany(value => new[] { value + 0.25f, -value })];
        Console.WriteLine(string.Join(' ', parallel.Gather(pairs, samples, width: 2).Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture))));
        Console.WriteLine(string.Join(' ', parallel.FromChief([(byte)(parallel.Place.Rank + 5), 6])));
        using TensorScope scope = TensorScope.Begin();
        StepExchange exchange = parallel.BeginStep(parallel.Place.Rank + 1, stop: parallel.Place.Rank == parallel.Place.WorldSize - 1);
        exchange.End();
        Console.WriteLine(FormattableString.Invariant($"{exchange.MeanLoss} {exchange.Stop} {exchange.RankNotFinite?.ToString() ?? "all"}"));
        return 0;
    });
}
