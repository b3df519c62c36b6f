using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Mien.Synchronization;

namespace Mien.Server.Tests.Streaming;

/// <summary>Thousands of messages that nobody should send, by a seeded generator; uploads are MalformedRequestTests' part of the ten thousand.</summary>
[Collection(AloneCollection.Name)]
public sealed class MalformedStreamTests
{
    private const int Width = 64, Height = 48;
    private const int Frames = 6000, Sounds = 1000, Starts = 800, Violations = 600, Connections = 400;

    private static readonly string[] s_codes = ["dropped", "too_fast", "bad_frame", "bad_time"];

    private readonly Random _random = new(20261121);
    private readonly FrameDamage _damage;

    public MalformedStreamTests()
    {
        using Core.VideoFrame frame = new(Width, Height);
        _random.NextBytes(frame.Rgb.Span);
        _damage = new FrameDamage(_random, Interop.OpenCv.ImageCodec.EncodeJpeg(frame));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_is_sent_breaks_the_server()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions
        {
            Streams = LiveMedia.NoAdmission with
            {
                MaxFramesPerSecond = 1000,
                MaxMessagesPerSecond = 100_000,
                StartTimeout = TimeSpan.FromSeconds(60),
                Synchronizer = new SynchronizerOptions { VideoCapacity = 50, AudioCapacity = 50, MaxFrameAge = TimeSpan.FromSeconds(30) },
            },
        });
        Uri address = server.Client.BaseAddress!;
        await SendFramesAsync(address, Frames / 10);
        await SendStartsAsync(address, Starts / 10);
        await SettleAsync(server);
        (long memory, int handles) = Held();

        await SendFramesAsync(address, Frames - Frames / 10);
        await SendSoundsAsync(address);
        await SendStartsAsync(address, Starts - Starts / 10);
        await SendViolationsAsync(address);
        await SendGarbageAsync(address);

        string[] metrics = await SettleAsync(server);
        Assert.DoesNotContain(metrics, line => line.StartsWith("mien_stream_closed_total{code=\"1011\"}", StringComparison.Ordinal));
        Assert.DoesNotContain(metrics, line => line.StartsWith("mien_stream_frames_total{outcome=\"failed\"}", StringComparison.Ordinal));
        Assert.DoesNotContain(metrics, line => line.Contains("status=\"500\""));
        Assert.Empty(server.Files());
        (long memoryAfter, int handlesAfter) = Held();
        Assert.InRange(memoryAfter - memory, long.MinValue, 32 << 20);
        Assert.InRange(handlesAfter - handles, -1000, 30);

        await using StreamClient client = await StreamClient.ConnectAsync(address, cancellation: Cancellation);
        await client.StartAsync(LiveMedia.Width, LiveMedia.Height, cancellation: Cancellation);
        await client.SendAsync(StreamClient.Jpeg, 0, 0, LiveMedia.Frames[0], Cancellation);
        Assert.Single((await ReplyAsync(client)).GetProperty("faces").EnumerateArray());
    }

    /// <summary>Frames of all kinds in one session: each has exactly one answer, in order.</summary>
    private async Task SendFramesAsync(Uri address, int count)
    {
        await using StreamClient client = await StreamClient.ConnectAsync(address, cancellation: Cancellation);
        await client.StartAsync(Width, Height, cancellation: Cancellation);
        const int Batch = 20;
        for (uint sent = 0; sent < count; sent += Batch)
        {
            for (uint i = sent; i < sent + Batch; i++)
                await client.SendAsync(_random.Next(30) == 0 ? StreamClient.Rgb : StreamClient.Jpeg, i, _damage.Time(i + 1), _damage.Payload(), Cancellation);
            for (uint i = sent; i < sent + Batch; i++)
            {
                JsonElement reply = await ReplyAsync(client);
                Assert.Equal(i, reply.GetProperty("sequence").GetUInt32());
                Assert.True(reply.GetProperty("type").GetString() == "result" || s_codes.Contains(reply.GetProperty("code").GetString()), reply.GetRawText());
            }
        }
        await client.SendTextAsync("{\"type\":\"end\"}", Cancellation);
        Assert.Equal(count, (await client.ReceiveAllAsync(Cancellation))[^1].GetProperty("frames").GetInt32());
    }

    /// <summary>Sound of all kinds in one session, which ends in order.</summary>
    private async Task SendSoundsAsync(Uri address)
    {
        await using StreamClient client = await StreamClient.ConnectAsync(address, cancellation: Cancellation);
        await client.SendTextAsync("{\"type\":\"start\",\"audio\":{\"format\":\"f32le\",\"sampleRateHz\":16000}}", Cancellation);
        Task<List<JsonElement>> replies = client.ReceiveAllAsync(Cancellation);
        for (uint i = 0; i < Sounds; i++)
            await client.SendAsync(StreamClient.Sound, i, _damage.Time(i * 1000L), _damage.Sound(), Cancellation);
        await client.SendTextAsync("{\"type\":\"end\"}", Cancellation);
        await replies;
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
    }

    /// <summary>First messages that are mutated, random, deep, or no text at all.</summary>
    private async Task SendStartsAsync(Uri address, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await using StreamClient client = await StreamClient.ConnectAsync(address, cancellation: Cancellation);
            await client.SendBytesAsync(Start(), Cancellation, type: _random.Next(8) == 0 ? WebSocketMessageType.Binary : WebSocketMessageType.Text);
            await AssertRefusedOrStartedAsync(client);
        }
    }

    /// <summary>What breaks the protocol after a good start.</summary>
    private async Task SendViolationsAsync(Uri address)
    {
        for (int i = 0; i < Violations; i++)
        {
            await using StreamClient client = await StreamClient.ConnectAsync(address, cancellation: Cancellation);
            await client.StartAsync(Width, Height, cancellation: Cancellation);
            byte[] header = StreamClient.Header(StreamClient.Jpeg, 0, 0);
            int kind = i == 0 ? 0 : _random.Next(1, 6); // one that is too large is as good as many
            byte[] message = kind switch
            {
                0 => new byte[(4 << 20) + 17],
                1 => header[..Math.Min(15, _random.Next(16))],
                2 => StreamClient.Header((byte)_random.Next(4, 256), 0, 0),
                3 => StreamClient.Header(StreamClient.Jpeg, (uint)_random.Next(1, int.MaxValue), 0),
                4 => [1, (byte)_random.Next(1, 256), .. _damage.Random(_random.Next(100))],
                _ => _damage.Random(_random.Next(16)),
            };
            await client.SendBytesAsync(message, Cancellation, type: kind == 5 ? WebSocketMessageType.Text : WebSocketMessageType.Binary);
            await AssertRefusedOrStartedAsync(client, mayStart: false);
        }
    }

    /// <summary>Connections that are no WebSockets, or no longer.</summary>
    private async Task SendGarbageAsync(Uri address)
    {
        for (int i = 0; i < Connections; i++)
        {
            using TcpClient connection = new();
            await connection.ConnectAsync(IPAddress.Loopback, address.Port, Cancellation);
            NetworkStream stream = connection.GetStream();
            string handshake = $"GET /v1/stream HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mien.v1\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n";
            byte[] request = Encoding.ASCII.GetBytes(handshake);
            switch (_random.Next(4))
            {
                case 0: // a damaged handshake
                    for (int flips = 0; flips < 5; flips++)
                        request[_random.Next(request.Length)] = (byte)_random.Next(256);
                    break;
                case 1: // a path trick
                    request = Encoding.ASCII.GetBytes(handshake.Replace("/v1/stream", (string[])["/v1/stream/../../etc/passwd", "/v1/stream/%2e%2e%2f", "/v1//stream", "/v1/stream\0", "//evil.example/v1/stream"] is { } tricks ? tricks[_random.Next(tricks.Length)] : "", StringComparison.Ordinal));
                    break;
                case 2: // frames without masks, of reserved opcodes, or of absurd lengths
                    request = [.. request, (byte)_random.Next(256), (byte)_random.Next(256), .. _damage.Random(_random.Next(200))];
                    break;
                default: // a message that is never finished
                    request = [.. request, 0x82, 0xff, 0, 0, 0, 0, 0, 0x30, 0, 0, 1, 2, 3, 4, .. _damage.Random(_random.Next(1000))];
                    break;
            }
            try
            {
                await stream.WriteAsync(request, Cancellation);
                if (_random.Next(2) == 0)
                    connection.Client.Shutdown(SocketShutdown.Send);
                byte[] answer = new byte[15];
                using CancellationTokenSource soon = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
                soon.CancelAfter(_random.Next(1, 30)); // leaves in the middle
                int count = await stream.ReadAtLeastAsync(answer, answer.Length, throwOnEndOfStream: false, soon.Token);
                Assert.DoesNotContain(" 500", Encoding.ASCII.GetString(answer, 0, count));
            }
            catch (Exception error) when (error is IOException or OperationCanceledException)
            {
                // the server hung up, or we did
            }
            Cancellation.ThrowIfCancellationRequested();
        }
    }

    private byte[] Start()
    {
        const string Good = "{\"type\":\"start\",\"video\":{\"format\":\"jpeg\",\"width\":64,\"height\":48},\"audio\":null,\"options\":{\"maxFaces\":3}}";
        switch (_random.Next(6))
        {
            case 0:
                return _damage.Random(_random.Next(300));
            case 1:
                return Encoding.UTF8.GetBytes(Good[.._random.Next(Good.Length)]);
            case 2:
                return Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"type\":[", _random.Next(1, 400))));
            case 3:
                return Encoding.UTF8.GetBytes(Good.Replace("64", (string[])["1e309", "-0", "\"64\"", "null", "[64]", "2147483648", "63.5"] is { } numbers ? numbers[_random.Next(numbers.Length)] : "", StringComparison.Ordinal));
            case 4:
                return Encoding.UTF8.GetBytes("{\"type\":\"" + new string('x', _random.Next(6000)));
            default:
                byte[] mutated = Encoding.UTF8.GetBytes(Good);
                for (int flips = _random.Next(1, 6); flips > 0; flips--)
                    mutated[_random.Next(mutated.Length)] = (byte)_random.Next(256);
                return mutated;
        }
    }

    private static async Task AssertRefusedOrStartedAsync(StreamClient client, bool mayStart = true)
    {
        try
        {
            JsonElement? reply = await client.ReceiveAsync(Cancellation);
            if (reply is { } ready && ready.GetProperty("type").GetString() == "ready")
            {
                Assert.True(mayStart);
                return;
            }
            while (await client.ReceiveAsync(Cancellation) is not null)
            {
            }
            Assert.Contains((int)client.CloseStatus!, (int[])[1002, 1003, 1007, 1008, 1009]);
        }
        catch (WebSocketException)
        {
            // Text that is no UTF-8 breaks the connection below the protocol.
        }
    }

    private static async Task<JsonElement> ReplyAsync(StreamClient client)
    {
        while (await client.ReceiveAsync(Cancellation) is { } message)
            if (message.TryGetProperty("sequence", out _))
                return message;
        throw new InvalidOperationException($"The server closed with {client.CloseStatus}: {client.CloseReason}");
    }

    /// <summary>Waits until all sessions are over.</summary>
    private static async Task<string[]> SettleAsync(RunningServer server)
    {
        for (int tries = 0; ; tries++)
        {
            string[] metrics = (await server.Client.GetStringAsync("/metrics", Cancellation)).Split('\n');
            if (metrics.Contains("mien_stream_sessions 0") || tries == 500)
            {
                Assert.Contains("mien_stream_sessions 0", metrics);
                return metrics;
            }
            await Task.Delay(20, Cancellation);
        }
    }

    private static (long Memory, int Handles) Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return (GC.GetTotalMemory(forceFullCollection: true), Directory.GetFiles("/proc/self/fd").Length);
    }
}
