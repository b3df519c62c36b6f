using System.Net.WebSockets;

namespace Mien.Server.Tests.Streaming;

public sealed class StreamProtocolTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const string Video = "\"video\":{\"format\":\"jpeg\",\"width\":320,\"height\":240}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("hello", "no JSON")]
    [InlineData("[]", "must be an object")]
    [InlineData("{}", "type start")]
    [InlineData("{\"type\":\"start\"}", "neither video nor audio")]
    [InlineData("{\"type\":\"begin\"," + Video + "}", "type start")]
    [InlineData("{\"type\":\"start\"," + Video + ",\"extra\":1}", "'extra'")]
    [InlineData("{\"type\":\"start\"," + Video + "," + Video + "}", "no JSON")]
    [InlineData("{\"type\":\"start\",\"video\":{\"format\":\"jpeg\",\"width\":320}}", "lacks height")]
    [InlineData("{\"type\":\"start\",\"video\":{\"format\":\"png\",\"width\":320,\"height\":240}}", "jpeg or rgb24")]
    [InlineData("{\"type\":\"start\",\"video\":{\"format\":\"jpeg\",\"width\":4000,\"height\":4000}}", "larger than")]
    [InlineData("{\"type\":\"start\",\"video\":{\"format\":\"rgb24\",\"width\":1500,\"height\":1200}}", "larger than")]
    [InlineData("{\"type\":\"start\",\"video\":{\"format\":\"jpeg\",\"width\":-1,\"height\":1e99}}", "whole number")]
    [InlineData("{\"type\":\"start\",\"audio\":{\"format\":\"s16le\",\"sampleRateHz\":48000}}", "16000 Hz")]
    [InlineData("{\"type\":\"start\"," + Video + ",\"options\":{\"maxFaces\":0}}", "maxFaces")]
    [InlineData("{\"type\":\"start\"," + Video + ",\"options\":{\"landmarks\":1}}", "landmarks")]
    [InlineData("{\"type\":\"start\"," + Video + ",\"options\":{\"threads\":64}}", "'threads'")]
    public async Task A_wrong_start_is_told_and_ends_the_session(string text, string said)
    {
        await using StreamClient client = await ConnectAsync();
        await client.SendTextAsync(text, Cancellation);
        string message = Assert.Single(await client.ReceiveAllAsync(Cancellation)).GetProperty("message").GetString()!;
        Assert.Contains(said, message);
        Assert.Equal(WebSocketCloseStatus.InvalidPayloadData, client.CloseStatus);
        Assert.StartsWith(client.CloseReason!, message);
    }

    [Theory]
    [InlineData("00", 1002)] // too short
    [InlineData("04000000000000000000000000000000", 1002)] // an unknown kind
    [InlineData("01000100000000000000000000000000", 1002)] // not zero
    [InlineData("01000000010000000000000000000000", 1002)] // number 1 first
    [InlineData("03000000000000000000000000000000", 1003)] // sound that was not announced
    [InlineData("", 1002)]
    public async Task What_breaks_the_protocol_ends_the_session(string bytes, int code)
    {
        await using StreamClient client = await ConnectAsync();
        await client.StartAsync(320, 240, cancellation: Cancellation);
        await client.SendBytesAsync(Convert.FromHexString(bytes), Cancellation);
        await client.ReceiveAllAsync(Cancellation);
        Assert.Equal(code, (int)client.CloseStatus!);
        Assert.NotEmpty(client.CloseReason!);
    }

    [Theory]
    [InlineData("{\"type\":\"end\",\"more\":1}")]
    [InlineData("{\"type\":\"start\"," + Video + "}")]
    [InlineData("end")]
    public async Task After_start_only_the_end_is_said(string text)
    {
        await using StreamClient client = await ConnectAsync();
        await client.StartAsync(320, 240, cancellation: Cancellation);
        await client.SendTextAsync(text, Cancellation);
        await client.ReceiveAllAsync(Cancellation);
        Assert.Equal(WebSocketCloseStatus.ProtocolError, client.CloseStatus);
    }

    [Fact]
    public async Task A_frame_before_start_and_frames_that_were_not_announced()
    {
        await using StreamClient early = await ConnectAsync();
        await early.SendAsync(StreamClient.Jpeg, 0, 0, LiveMedia.Frames[0], Cancellation);
        await early.ReceiveAllAsync(Cancellation);
        Assert.Equal(WebSocketCloseStatus.ProtocolError, early.CloseStatus);

        await using StreamClient deaf = await ConnectAsync();
        await deaf.SendTextAsync("{\"type\":\"start\",\"audio\":{\"format\":\"f32le\",\"sampleRateHz\":16000}}", Cancellation);
        await deaf.SendAsync(StreamClient.Jpeg, 0, 0, LiveMedia.Frames[0], Cancellation);
        await deaf.ReceiveAllAsync(Cancellation);
        Assert.Equal(WebSocketCloseStatus.InvalidMessageType, deaf.CloseStatus);
    }

    [Theory]
    [InlineData(5 << 20, WebSocketMessageType.Binary)]
    [InlineData(5000, WebSocketMessageType.Text)]
    public async Task Messages_that_are_too_large_are_not_read_to_their_end(int length, WebSocketMessageType type)
    {
        await using StreamClient client = await ConnectAsync();
        await client.SendBytesAsync(new byte[length], Cancellation, type: type);
        await client.ReceiveAllAsync(Cancellation);
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, client.CloseStatus);
    }

    private Task<StreamClient> ConnectAsync() => StreamClient.ConnectAsync(shared.Server.Client.BaseAddress!, cancellation: Cancellation);
}
