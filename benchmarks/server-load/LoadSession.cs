using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Mien.Server.Tests.Streaming;

namespace Mien.Benchmarks.ServerLoad;

/// <summary>One client: a camera at a steady rate with its sound, which does not wait for replies.</summary>
/// <param name="client">Its connection; disposed with this.</param>
/// <param name="film">What it sends.</param>
/// <param name="options">Rate and sound.</param>
/// <param name="log">Takes the latencies.</param>
internal sealed class LoadSession(StreamClient client, FaceFilm film, LoadOptions options, LatencyLog log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<uint, long> _captured = new();
    private readonly Stopwatch _time = new();

    /// <summary>The drift between sound and frames that the server measured last, in parts per million.</summary>
    public double? DriftPpm { get; private set; }

    /// <summary>What went wrong; null where nothing did.</summary>
    public string? Failure { get; private set; }

    /// <summary>Sends until it is stopped, then ends the session and waits for what is in flight.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await client.StartAsync(options.Width, options.Height, options.Sound);
            _time.Start();
            Task receiving = ReceiveAsync();
            await SendAsync(stop);
            await receiving.WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (Exception error)
        {
            Failure ??= error.Message;
        }
        if (!_captured.IsEmpty)
            Failure ??= $"{_captured.Count} frames were not answered.";
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private async Task SendAsync(CancellationToken stop)
    {
        long frames = 0, sounds = 0;
        double frameSeconds = 1 / options.FramesPerSecond, soundSeconds = FaceFilm.SoundMilliseconds / 1000.0;
        while (!stop.IsCancellationRequested)
        {
            double now = _time.Elapsed.TotalSeconds;
            // A chunk is sent when its last sample is there, a frame when it is captured.
            if (options.Sound && now >= (sounds + 1) * soundSeconds)
            {
                await client.SendAsync(StreamClient.Sound, (uint)sounds, (long)(sounds * soundSeconds * 1e6), film.SoundAt(sounds));
                sounds++;
                continue;
            }
            if (now >= frames * frameSeconds)
            {
                _captured[(uint)frames] = _time.ElapsedTicks;
                await client.SendAsync(StreamClient.Jpeg, (uint)frames, (long)(_time.Elapsed.TotalSeconds * 1e6), film.FrameAt(frames));
                // A client that is late itself captures no frames twice.
                frames++;
                continue;
            }
            double next = options.Sound ? Math.Min(frames * frameSeconds, (sounds + 1) * soundSeconds) : frames * frameSeconds;
            await Task.Delay(TimeSpan.FromSeconds(Math.Max(0.001, next - now)));
        }
        await client.SendTextAsync("{\"type\":\"end\"}");
    }

    private async Task ReceiveAsync()
    {
        while (await client.ReceiveAsync() is { } message)
        {
            string type = message.GetProperty("type").GetString()!;
            if (!message.TryGetProperty("sequence", out JsonElement sequence))
            {
                if (type is "error" or "notice")
                    Failure ??= message.GetProperty("message").GetString();
                continue;
            }
            if (!_captured.TryRemove(sequence.GetUInt32(), out long captured))
            {
                Failure ??= $"Frame {sequence} was answered twice, or never sent.";
                continue;
            }
            if (type == "error")
            {
                log.AddError(message.GetProperty("code").GetString()!);
                continue;
            }
            log.Add((_time.ElapsedTicks - captured) * 1000.0 / Stopwatch.Frequency, message);
            if (message.GetProperty("sync").GetProperty("driftPpm") is { ValueKind: JsonValueKind.Number } drift)
                DriftPpm = drift.GetDouble();
        }
        if (client.CloseStatus != System.Net.WebSockets.WebSocketCloseStatus.NormalClosure)
            Failure ??= $"The server closed with {client.CloseStatus}: {client.CloseReason}";
    }
}
