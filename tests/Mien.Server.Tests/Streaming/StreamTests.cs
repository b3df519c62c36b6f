using System.Net.WebSockets;
using System.Text.Json;

namespace Mien.Server.Tests.Streaming;

public sealed class StreamTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Uri Address => shared.Server.Client.BaseAddress!;

    [Fact]
    public async Task Every_frame_is_answered_in_order_and_the_end_counts_them()
    {
        await using StreamClient client = await StreamClient.ConnectAsync(Address, cancellation: Cancellation);
        Assert.Equal("mien.v1", client.Protocol);
        JsonElement ready = await client.StartAsync(LiveMedia.Width, LiveMedia.Height, options: "{\"landmarks\":true,\"maxFaces\":3}", cancellation: Cancellation);
        Assert.Equal("ready", Type(ready));
        Assert.Equal(7, ready.GetProperty("labels").GetArrayLength());
        Assert.Equal("face-emotion", ready.GetProperty("faceModel").GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, ready.GetProperty("speechModel").ValueKind);
        Assert.Equal(4 << 20, ready.GetProperty("limits").GetProperty("maxFrameBytes").GetInt32());

        List<JsonElement> results = [];
        for (uint i = 0; i < 12; i++)
        {
            await client.SendAsync(StreamClient.Jpeg, i, i * 100_000, LiveMedia.Frames[i % 10], Cancellation);
            results.Add(await NextAsync(client));
        }
        await client.SendTextAsync("{\"type\":\"end\"}", Cancellation);
        List<JsonElement> rest = await client.ReceiveAllAsync(Cancellation);

        Assert.All(results, result => Assert.Equal("result", Type(result)));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => ((uint)i, i * 100_000L)), results.Select(result => (result.GetProperty("sequence").GetUInt32(), result.GetProperty("time").GetInt64())));
        JsonElement face = Assert.Single(results[^1].GetProperty("faces").EnumerateArray());
        Assert.Equal(1, face.GetProperty("id").GetInt32());
        Assert.Equal(136, face.GetProperty("landmarks").GetArrayLength());
        double[] box = [.. face.GetProperty("box").EnumerateArray().Select(side => side.GetDouble())];
        Assert.InRange(box[0] + box[2] / 2, 100, 220);
        Assert.Equal(1, face.GetProperty("probabilities").EnumerateObject().Sum(label => label.Value.GetDouble()), 4);
        Assert.Equal(face.GetProperty("smoothed").EnumerateObject().MaxBy(label => label.Value.GetDouble()).Name, face.GetProperty("emotion").GetString());
        Assert.InRange(face.GetProperty("quality").GetProperty("yaw").GetDouble(), -45, 45);
        Assert.True(face.GetProperty("quality").GetProperty("reliable").GetBoolean());
        JsonElement timing = results[^1].GetProperty("timing");
        Assert.True(timing.GetProperty("totalMs").GetDouble() >= timing.GetProperty("detectMs").GetDouble() + timing.GetProperty("readMs").GetDouble());
        Assert.Equal("{\"type\":\"end\",\"frames\":12,\"results\":12,\"errors\":0}", Assert.Single(rest).GetRawText());
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
        Assert.Empty(shared.Server.Files());
    }

    [Fact]
    public async Task Sound_goes_with_the_frames_and_becomes_speech()
    {
        await using StreamClient client = await StreamClient.ConnectAsync(Address, cancellation: Cancellation);
        JsonElement ready = await client.StartAsync(LiveMedia.Width, LiveMedia.Height, sound: true, cancellation: Cancellation);
        Assert.Equal(16000, ready.GetProperty("speechModel").GetProperty("sampleRateHz").GetInt32());
        JsonElement last = default;
        for (uint i = 0; i < 25; i++)
        {
            await client.SendAsync(StreamClient.Sound, i, i * 100_000, LiveMedia.Sound(0.1, i * 0.1), Cancellation);
            await client.SendAsync(StreamClient.Jpeg, i, i * 100_000 + 50_000, LiveMedia.Frames[i % 10], Cancellation);
            last = await NextAsync(client);
            Assert.Equal(i, last.GetProperty("sequence").GetUInt32());
        }
        JsonElement speech = last.GetProperty("speech");
        Assert.Equal((0L, 2_000_000L), (speech.GetProperty("start").GetInt64(), speech.GetProperty("end").GetInt64()));
        Assert.InRange(speech.GetProperty("presence").GetDouble(), 0.3, 1);
        Assert.Equal(1, speech.GetProperty("probabilities").EnumerateObject().Sum(label => label.Value.GetDouble()), 4);
        JsonElement sync = last.GetProperty("sync");
        Assert.Equal((0, 25), (sync.GetProperty("differenceUs").GetInt32(), sync.GetProperty("paired").GetInt32()));
    }

    [Fact]
    public async Task Sound_alone_is_answered_by_windows()
    {
        await using StreamClient client = await StreamClient.ConnectAsync(Address, cancellation: Cancellation);
        await client.SendTextAsync("{\"type\":\"start\",\"video\":null,\"audio\":{\"format\":\"s16le\",\"sampleRateHz\":16000}}", Cancellation);
        Assert.Equal(JsonValueKind.Null, (await NextAsync(client)).GetProperty("faceModel").ValueKind);
        for (uint i = 0; i < 24; i++)
            await client.SendAsync(StreamClient.Sound, i, i * 100_000, LiveMedia.Sound(0.1, i * 0.1), Cancellation);
        JsonElement[] windows = [await NextAsync(client), await NextAsync(client)];
        Assert.All(windows, window => Assert.Equal("speech", Type(window)));
        Assert.Equal([1_000_000L, 2_000_000], windows.Select(window => window.GetProperty("end").GetInt64()));
        await client.SendTextAsync("{\"type\":\"end\"}", Cancellation);
        Assert.Equal("end", Type((await client.ReceiveAllAsync(Cancellation))[^1]));
    }

    [Fact]
    public async Task Raw_pixels_say_the_same_as_their_picture_without_loss()
    {
        await using StreamClient client = await StreamClient.ConnectAsync(Address, cancellation: Cancellation);
        await client.StartAsync(LiveMedia.Width, LiveMedia.Height, format: "rgb24", cancellation: Cancellation);
        await client.SendAsync(StreamClient.Rgb, 0, 0, LiveMedia.Pixels(0), Cancellation);
        Assert.Single((await NextAsync(client)).GetProperty("faces").EnumerateArray());
    }

    [Fact]
    public async Task Frames_that_cannot_be_used_are_errors_and_the_session_goes_on()
    {
        await using StreamClient client = await StreamClient.ConnectAsync(Address, cancellation: Cancellation);
        await client.StartAsync(LiveMedia.Width, LiveMedia.Height, sound: true, cancellation: Cancellation);
        byte[] jpeg = LiveMedia.Frames[0], other = [.. jpeg];
        int size = other.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xc0]) + 5;
        (other[size], other[size + 2]) = (0xff, 0xff); // a picture that would be 65,000 pixels high and wide
        byte[] scans = [.. jpeg[..^2], .. Enumerable.Repeat<byte[]>([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0], 1000).SelectMany(scan => scan), 0xff, 0xd9];
        (byte Kind, long Time, byte[] Payload, string Code)[] frames =
        [
            (StreamClient.Jpeg, 0, jpeg, ""),
            (StreamClient.Jpeg, 0, jpeg, "bad_time"),
            (StreamClient.Jpeg, -5, jpeg, "bad_time"),
            (StreamClient.Jpeg, long.MaxValue, jpeg, "bad_time"),
            (StreamClient.Jpeg, 1_000, [], "bad_frame"),
            (StreamClient.Jpeg, 2_000, Media.Portrait, "bad_frame"), // a PNG
            (StreamClient.Jpeg, 3_000, jpeg[..100], "bad_frame"),
            (StreamClient.Jpeg, 4_000, other, "bad_frame"),
            (StreamClient.Jpeg, 5_000, scans, "bad_frame"),
            (StreamClient.Rgb, 6_000, LiveMedia.Pixels(0), "bad_frame"),
            (StreamClient.Jpeg, 7_000, jpeg, ""),
        ];
        for (uint i = 0; i < frames.Length; i++)
        {
            (byte kind, long time, byte[] payload, string code) = frames[i];
            await client.SendAsync(kind, i, time, payload, Cancellation);
            JsonElement reply = await NextAsync(client);
            Assert.Equal(i, reply.GetProperty("sequence").GetUInt32());
            Assert.Equal(code, Type(reply) == "result" ? "" : reply.GetProperty("code").GetString());
        }
        byte[][] sounds = [[], [1], new byte[2 * 17000]];
        for (uint i = 0; i < sounds.Length; i++)
        {
            await client.SendAsync(StreamClient.Sound, i, i * 1000, sounds[i], Cancellation);
            JsonElement notice = await NextAsync(client);
            Assert.Equal(("notice", "bad_audio"), (Type(notice), notice.GetProperty("code").GetString()));
        }
    }

    [Fact]
    public async Task Sessions_side_by_side_do_not_mix()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async session =>
        {
            await using StreamClient client = await StreamClient.ConnectAsync(Address, cancellation: Cancellation);
            await client.StartAsync(LiveMedia.Width, LiveMedia.Height, cancellation: Cancellation);
            for (uint i = 0; i < 10; i++)
            {
                await client.SendAsync(StreamClient.Jpeg, i, session * 1_000_000 + i, LiveMedia.Frames[i], Cancellation);
                JsonElement result = await NextAsync(client);
                Assert.Equal((i, session * 1_000_000L + i), (result.GetProperty("sequence").GetUInt32(), result.GetProperty("time").GetInt64()));
                Assert.All(result.GetProperty("faces").EnumerateArray(), face => Assert.Equal(1, face.GetProperty("id").GetInt32()));
            }
        }));
    }

    private static async Task<JsonElement> NextAsync(StreamClient client)
    {
        // The level may change on a busy machine.
        while (await client.ReceiveAsync(Cancellation) is { } message)
            if (Type(message) != "level")
                return message;
        throw new InvalidOperationException($"The server closed with {client.CloseStatus}: {client.CloseReason}");
    }

    private static string Type(JsonElement message) => message.GetProperty("type").GetString()!;
}
