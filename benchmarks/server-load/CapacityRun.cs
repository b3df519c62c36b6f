using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using Mien.Server.Tests.Streaming;

namespace Mien.Benchmarks.ServerLoad;

/// <summary>Adds sessions until the server refuses one, holds them, and looks at how it refuses.</summary>
internal static class CapacityRun
{
    private const int RefusalsToStop = 3;

    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(LoadOptions options, ServerProcess server, FaceFilm film)
    {
        LatencyLog log = new();
        using CancellationTokenSource stop = new();
        List<(LoadSession Session, Task Run)> sessions = [];
        int refusals = 0;
        while (sessions.Count < options.Sessions && refusals < RefusalsToStop)
        {
            try
            {
                LoadSession session = new(await StreamClient.ConnectAsync(server.Address), film, options, log);
                sessions.Add((session, session.RunAsync(stop.Token)));
                refusals = 0;
            }
            catch (WebSocketException)
            {
                // It asks to be tried again later: what young sessions cost is not known at once.
                refusals++;
                await Task.Delay(s_retryAfter);
            }
            await Task.Delay(TimeSpan.FromSeconds(options.RampSeconds));
            Console.WriteLine($"{sessions.Count} sessions{(refusals > 0 ? $", refused {refusals} times" : "")}: {log.Take()}");
        }
        Console.WriteLine($"The server carries {sessions.Count} sessions of {options.FramesPerSecond} frames a second, {options.Width}x{options.Height}, {film.MeanBytes} bytes a frame, {(options.Sound ? "with" : "without")} sound.");

        log.Take();
        ProcessSample before = server.Sample();
        double ownBefore = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
        await Task.Delay(TimeSpan.FromSeconds(options.HoldSeconds));
        LatencySummary held = log.Take();
        ProcessSample after = server.Sample();
        double own = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds - ownBefore;
        Console.WriteLine(FormattableString.Invariant($"Held for {options.HoldSeconds:0} s: {held}"));
        Console.WriteLine(FormattableString.Invariant(
            $"Processors: server {(after.ProcessorSeconds - before.ProcessorSeconds) / options.HoldSeconds:0.00}, this program {own / options.HoldSeconds:0.00}; server's memory {after.MemoryMib:0} MiB, {after.Handles} handles, {after.Threads} threads."));
        Console.WriteLine($"Machine: load average {await File.ReadAllTextAsync("/proc/loadavg")}".Trim());

        int refused = 0;
        Stopwatch refusing = Stopwatch.StartNew();
        for (int i = 0; i < 20; i++)
            refused += await StreamClient.TryConnectAsync(server.Address, client => client.AddSubProtocol("mien.v1")) == HttpStatusCode.ServiceUnavailable ? 1 : 0;
        double milliseconds = refusing.Elapsed.TotalMilliseconds / 20;
        using HttpResponseMessage why = await server.Client.GetAsync("/v1/stream");
        Console.WriteLine(FormattableString.Invariant($"Refused {refused} of 20 more, {milliseconds:0} ms each: {await why.Content.ReadAsStringAsync()}"));
        await Task.Delay(TimeSpan.FromSeconds(5));
        Console.WriteLine($"Those who are in, meanwhile: {log.Take()}");

        await stop.CancelAsync();
        foreach ((LoadSession session, Task run) in sessions)
        {
            await run;
            await session.DisposeAsync();
            if (session.Failure is { } failure)
                Console.WriteLine($"A session failed: {failure}");
        }
    }
}
