using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Mien.Analysis;

namespace Mien.Server.Tests.Streaming;

public sealed class StreamLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Too_many_sessions_are_refused_with_one_sentence_until_one_ends()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { Streams = LiveMedia.NoAdmission with { MaxSessions = 2 } });
        Uri address = server.Client.BaseAddress!;
        StreamClient first = await StreamClient.ConnectAsync(address, cancellation: Cancellation);
        await using StreamClient second = await StreamClient.ConnectAsync(address, cancellation: Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StreamClient.TryConnectAsync(address, options => options.AddSubProtocol("mien.v1"), Cancellation));
        HttpResponseMessage why = await server.Client.GetAsync("/v1/stream", Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, why.StatusCode);
        Assert.NotNull(why.Headers.RetryAfter);
        Assert.Contains("2 live sessions", await why.Content.ReadAsStringAsync(Cancellation));

        await first.DisposeAsync();
        HttpStatusCode status = HttpStatusCode.ServiceUnavailable;
        for (int tries = 0; tries < 100 && status != HttpStatusCode.SwitchingProtocols; tries++)
        {
            await Task.Delay(20, Cancellation);
            status = await StreamClient.TryConnectAsync(address, options => options.AddSubProtocol("mien.v1"), Cancellation);
        }
        Assert.Equal(HttpStatusCode.SwitchingProtocols, status);
        string[] metrics = (await server.Client.GetStringAsync("/metrics", Cancellation)).Split('\n');
        Assert.Contains("mien_stream_sessions_total 3", metrics);
        Assert.Contains("mien_stream_refused_total{reason=\"asked\"} 1", metrics);
        Assert.Contains(metrics, line => line.StartsWith("mien_stream_refused_total{reason=\"full\"} ", StringComparison.Ordinal));
        Assert.Contains(metrics, line => line.StartsWith("mien_stream_latency_seconds_bucket{le=\"0.3\"} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_frame_that_the_quality_level_leaves_out_is_not_even_decoded()
    {
        QualityOptions never = new() { TargetLatency = TimeSpan.FromMilliseconds(10), CalmLatency = 0.001, HighLatency = 0.001, DownAfter = TimeSpan.Zero };
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { Streams = LiveMedia.NoAdmission with { Quality = never, MaxFramesPerSecond = 1000 } });
        await using StreamClient client = await StreamClient.ConnectAsync(server.Client.BaseAddress!, cancellation: Cancellation);
        await client.StartAsync(LiveMedia.Width, LiveMedia.Height, cancellation: Cancellation);
        uint sequence = 0;
        async Task<JsonElement> AskAsync(byte[] frame)
        {
            await client.SendAsync(StreamClient.Jpeg, sequence, 100_000 * sequence, frame, Cancellation);
            sequence++;
            while (await client.ReceiveAsync(Cancellation) is { } reply)
                if (reply.GetProperty("type").GetString() is "result" or "error")
                    return reply;
            throw new InvalidOperationException("The server went away.");
        }
        bool isSkipped = false;
        while (!isSkipped && sequence < 500)
            isSkipped = (await AskAsync(LiveMedia.Frames[sequence % 10])).GetProperty("skipped").GetBoolean();
        Assert.True(isSkipped);

        Assert.False((await AskAsync(LiveMedia.Frames[0])).GetProperty("skipped").GetBoolean());
        JsonElement skipped = await AskAsync([1, 2, 3]);
        Assert.True(skipped.GetProperty("skipped").GetBoolean());
        Assert.Equal(0, skipped.GetProperty("timing").GetProperty("decodeMs").GetDouble());
        JsonElement refused = await AskAsync([1, 2, 3]);
        Assert.True(refused.TryGetProperty("code", out JsonElement code), refused.ToString());
        Assert.Equal("bad_frame", code.GetString());
    }

    [Theory]
    [InlineData(1)] // says nothing at all
    [InlineData(2)] // starts and falls silent
    [InlineData(3)] // goes on for too long
    public async Task Times_are_limited(int which)
    {
        TimeSpan brief = TimeSpan.FromMilliseconds(300);
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions
        {
            Streams = which switch
            {
                1 => LiveMedia.NoAdmission with { StartTimeout = brief },
                2 => LiveMedia.NoAdmission with { IdleTimeout = brief },
                _ => LiveMedia.NoAdmission with { MaxSessionTime = brief },
            },
        });
        await using StreamClient client = await StreamClient.ConnectAsync(server.Client.BaseAddress!, cancellation: Cancellation);
        if (which > 1)
            await client.StartAsync(LiveMedia.Width, LiveMedia.Height, cancellation: Cancellation);
        List<JsonElement> messages = await client.ReceiveAllAsync(Cancellation);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, client.CloseStatus);
        Assert.Contains("0.3 seconds", client.CloseReason);
        Assert.Equal(which == 3 ? "end" : "error", messages[^1].GetProperty("type").GetString());
    }

    [Fact]
    public async Task Newer_frames_win_and_none_goes_unanswered()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { Streams = LiveMedia.NoAdmission with { MaxFramesPerSecond = 1000 } });
        await using StreamClient client = await StreamClient.ConnectAsync(server.Client.BaseAddress!, cancellation: Cancellation);
        await client.StartAsync(LiveMedia.Width, LiveMedia.Height, cancellation: Cancellation);
        const int Count = 60;
        for (uint i = 0; i < Count; i++)
            await client.SendAsync(StreamClient.Jpeg, i, i * 1000, LiveMedia.Frames[i % 10], Cancellation);
        await client.SendTextAsync("{\"type\":\"end\"}", Cancellation);
        List<JsonElement> messages = [.. (await client.ReceiveAllAsync(Cancellation)).Where(message => message.GetProperty("type").GetString() != "level")];

        Assert.Equal(Enumerable.Range(0, Count).Select(i => (uint)i), messages[..^1].Select(message => message.GetProperty("sequence").GetUInt32()));
        JsonElement[] dropped = [.. messages[..^1].Where(message => message.GetProperty("type").GetString() == "error")];
        Assert.InRange(dropped.Length, 1, Count - 1);
        Assert.All(dropped, message => Assert.Equal("dropped", message.GetProperty("code").GetString()));
        Assert.Equal("result", messages[^2].GetProperty("type").GetString()); // the newest
        Assert.Equal((Count, Count - dropped.Length, dropped.Length), (messages[^1].GetProperty("frames").GetInt32(), messages[^1].GetProperty("results").GetInt32(), messages[^1].GetProperty("errors").GetInt32()));
    }

    [Fact]
    public async Task Too_many_frames_are_answered_with_errors()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { Streams = LiveMedia.NoAdmission with { MaxFramesPerSecond = 2 } });
        await using StreamClient client = await StreamClient.ConnectAsync(server.Client.BaseAddress!, cancellation: Cancellation);
        await client.StartAsync(LiveMedia.Width, LiveMedia.Height, cancellation: Cancellation);
        for (uint i = 0; i < 10; i++)
            await client.SendAsync(StreamClient.Jpeg, i, i * 1000, LiveMedia.Frames[0], Cancellation);
        await client.SendTextAsync("{\"type\":\"end\"}", Cancellation);
        List<JsonElement> messages = await client.ReceiveAllAsync(Cancellation);
        Assert.InRange(messages.Count(message => message.TryGetProperty("code", out JsonElement code) && code.GetString() == "too_fast"), 5, 9);
        Assert.Equal(10, messages[^1].GetProperty("frames").GetInt32());
    }

    [Fact]
    public async Task Far_too_many_messages_end_the_session()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions { Streams = LiveMedia.NoAdmission with { MaxMessagesPerSecond = 20 } });
        await using StreamClient client = await StreamClient.ConnectAsync(server.Client.BaseAddress!, cancellation: Cancellation);
        await client.StartAsync(LiveMedia.Width, LiveMedia.Height, sound: true, cancellation: Cancellation);
        for (uint i = 0; i < 60; i++)
            await client.SendAsync(StreamClient.Sound, i, i * 1000, LiveMedia.Sound(0.001), Cancellation);
        await client.ReceiveAllAsync(Cancellation);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, client.CloseStatus);
        Assert.Contains("20 messages a second", client.CloseReason);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_not_read_either_and_left_in_the_end()
    {
        await using RunningServer server = await RunningServer.StartAsync(new ServerOptions
        {
            Streams = LiveMedia.NoAdmission with { MaxFramesPerSecond = 1000, MaxMessagesPerSecond = 1_000_000, SendTimeout = TimeSpan.FromMilliseconds(300) },
        });
        await using StreamClient client = await StreamClient.ConnectAsync(server.Client.BaseAddress!, cancellation: Cancellation);
        await client.StartAsync(LiveMedia.Width, LiveMedia.Height, cancellation: Cancellation);
        byte[] nothing = [];
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            // Every frame is an error of 200 bytes: the buffers of both ends hold some megabytes of them.
            for (uint i = 0; i < 500_000; i++)
                await client.SendAsync(StreamClient.Jpeg, i, i, nothing, Cancellation);
        });
        string[] metrics = (await server.Client.GetStringAsync("/metrics", Cancellation)).Split('\n');
        Assert.Contains("mien_stream_closed_total{code=\"1008\"} 1", metrics);
        Assert.Contains("mien_stream_sessions 0", metrics);
    }

    [Fact]
    public async Task Stopping_answers_what_is_in_flight()
    {
        RunningServer server = await RunningServer.StartAsync(new ServerOptions { Streams = LiveMedia.NoAdmission });
        await using StreamClient client = await StreamClient.ConnectAsync(server.Client.BaseAddress!, cancellation: Cancellation);
        await client.StartAsync(LiveMedia.Width, LiveMedia.Height, cancellation: Cancellation);
        for (uint i = 0; i < 3; i++)
            await client.SendAsync(StreamClient.Jpeg, i, i * 1000, LiveMedia.Frames[i], Cancellation);
        await client.ReceiveAsync(Cancellation); // the first is answered, so the others are on their way
        Task stopping = server.StopAsync();
        List<JsonElement> messages = await client.ReceiveAllAsync(Cancellation);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, client.CloseStatus);
        JsonElement end = messages[^1];
        Assert.Equal("end", end.GetProperty("type").GetString());
        Assert.Equal(end.GetProperty("frames").GetInt32(), end.GetProperty("results").GetInt32() + end.GetProperty("errors").GetInt32());
        Assert.Equal(end.GetProperty("frames").GetInt32() - 1, messages.Count(message => message.TryGetProperty("sequence", out _)));
        await stopping.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        await server.DisposeAsync();
    }
}
