using System.Diagnostics;
using System.Net.WebSockets;
using Mien.Server.Tests.Streaming;

namespace Mien.Benchmarks.ServerLoad;

/// <summary>Keeps a number of sessions going for a long time, each for a while only, and watches what the server holds.</summary>
internal static class SoakRun
{
    private static readonly TimeSpan s_sampleInterval = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(LoadOptions options, ServerProcess server, FaceFilm film)
    {
        LatencyLog log = new();
        Stopwatch time = Stopwatch.StartNew();
        using CancellationTokenSource stop = new(TimeSpan.FromMinutes(options.Minutes));
        List<string> failures = [];
        int begun = 0, refused = 0;
        double? drift = null;
        Task[] places = [.. Enumerable.Range(0, options.Sessions).Select(place => KeepAsync(place))];
        List<(double Minutes, ProcessSample Sample)> samples = [];
        Console.WriteLine("minutes  MiB  handles  threads  sessions begun  refused  drift ppm  frames");
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(s_sampleInterval);
            ProcessSample sample = server.Sample();
            samples.Add((time.Elapsed.TotalMinutes, sample));
            Console.WriteLine(FormattableString.Invariant($"{time.Elapsed.TotalMinutes,7:0.0} {sample.MemoryMib,5:0} {sample.Handles,6} {sample.Threads,8} {begun,12} {refused,12} {drift,10:0.0}  {log.Take()}"));
        }
        await Task.WhenAll(places);
        Console.WriteLine(FormattableString.Invariant($"Trend of the second half: {Slope(sample => sample.MemoryMib):0.00} MiB, {Slope(sample => sample.Handles):0.00} handles, {Slope(sample => sample.Threads):0.00} threads an hour."));
        Console.WriteLine($"Failures: {failures.Count}{string.Concat(failures.Distinct().Take(10).Select(failure => $"\n  {failure}"))}");
        Console.WriteLine($"Sessions left: {(await server.Client.GetStringAsync("/metrics")).Split('\n').First(line => line.StartsWith("mien_stream_sessions ", StringComparison.Ordinal))}");

        async Task KeepAsync(int place)
        {
            // Not all at once, neither at the beginning nor later.
            await Task.Delay(TimeSpan.FromSeconds(place * 2), CancellationToken.None);
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    await using LoadSession session = new(await StreamClient.ConnectAsync(server.Address), film, options, log);
                    Interlocked.Increment(ref begun);
                    using CancellationTokenSource ends = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
                    ends.CancelAfter(TimeSpan.FromSeconds(options.SessionSeconds));
                    await session.RunAsync(ends.Token);
                    drift = session.DriftPpm ?? drift;
                    if (session.Failure is { } failure)
                        lock (failures)
                            failures.Add(failure);
                }
                catch (WebSocketException)
                {
                    Interlocked.Increment(ref refused);
                    await Task.Delay(TimeSpan.FromSeconds(5), CancellationToken.None);
                }
            }
        }

        // Least squares over the second half of the samples, an hour.
        double Slope(Func<ProcessSample, double> value)
        {
            (double X, double Y)[] points = [.. samples.Skip(samples.Count / 2).Select(entry => (entry.Minutes / 60, value(entry.Sample)))];
            if (points.Length < 2)
                return double.NaN;
            double meanX = points.Average(point => point.X), meanY = points.Average(point => point.Y);
            return points.Sum(point => (point.X - meanX) * (point.Y - meanY)) / points.Sum(point => (point.X - meanX) * (point.X - meanX));
        }
    }
}
