using System.Buffers.Binary;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Mien.Server.Tests.Streaming;

/// <summary>A client of the stream protocol, on a real WebSocket.</summary>
internal sealed class StreamClient : IAsyncDisposable
{
    public const byte Jpeg = 1, Rgb = 2, Sound = 3;

    private const int HeaderLength = 16;

    private readonly ClientWebSocket _socket;
    private readonly byte[] _received = new byte[1 << 16];

    private StreamClient(ClientWebSocket socket) => _socket = socket;

    /// <summary>The code that the server closed with; null while it has not.</summary>
    public WebSocketCloseStatus? CloseStatus => _socket.CloseStatus;

    /// <summary>The sentence that the server closed with.</summary>
    public string? CloseReason => _socket.CloseStatusDescription;

    /// <summary>The subprotocol that the server chose.</summary>
    public string? Protocol => _socket.SubProtocol;

    /// <summary>Connects to a server.</summary>
    /// <param name="server">Its address, http.</param>
    /// <param name="configure">Sets headers and subprotocols; null asks for <c>mien.v1</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="WebSocketException">It was refused.</exception>
    public static async Task<StreamClient> ConnectAsync(Uri server, Action<ClientWebSocketOptions>? configure = null, CancellationToken cancellation = default)
    {
        ClientWebSocket socket = new();
        try
        {
            (configure ?? (options => options.AddSubProtocol("mien.v1")))(socket.Options);
            await socket.ConnectAsync(Address(server), cancellation);
            return new StreamClient(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Tries to connect.</summary>
    /// <returns>The status of the answer: 101 where it was let in.</returns>
    public static async Task<HttpStatusCode> TryConnectAsync(Uri server, Action<ClientWebSocketOptions> configure, CancellationToken cancellation = default)
    {
        using ClientWebSocket socket = new();
        socket.Options.CollectHttpResponseDetails = true;
        configure(socket.Options);
        try
        {
            await socket.ConnectAsync(Address(server), cancellation);
        }
        catch (WebSocketException)
        {
            // the status says why
        }
        return socket.HttpStatusCode;
    }

    /// <summary>Says what is sent, and waits for the answer.</summary>
    public async Task<JsonElement> StartAsync(int width, int height, bool sound = false, string options = "{}", string format = "jpeg", CancellationToken cancellation = default)
    {
        string audio = sound ? "{\"format\":\"s16le\",\"sampleRateHz\":16000}" : "null";
        await SendTextAsync($"{{\"type\":\"start\",\"video\":{{\"format\":\"{format}\",\"width\":{width},\"height\":{height}}},\"audio\":{audio},\"options\":{options}}}", cancellation);
        return await ReceiveAsync(cancellation) ?? throw new InvalidOperationException($"The server closed with {CloseStatus}: {CloseReason}");
    }

    public Task SendTextAsync(string text, CancellationToken cancellation = default) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, cancellation);

    public Task SendBytesAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation = default, bool endOfMessage = true, WebSocketMessageType type = WebSocketMessageType.Binary) =>
        _socket.SendAsync(message, type, endOfMessage, cancellation).AsTask();

    /// <summary>Sends a frame or a chunk of sound.</summary>
    public async Task SendAsync(byte kind, uint sequence, long microseconds, ReadOnlyMemory<byte> payload, CancellationToken cancellation = default)
    {
        await _socket.SendAsync(Header(kind, sequence, microseconds), WebSocketMessageType.Binary, endOfMessage: false, cancellation);
        await _socket.SendAsync(payload, WebSocketMessageType.Binary, endOfMessage: true, cancellation);
    }

    /// <summary>The next message; null where the server closed.</summary>
    public async Task<JsonElement?> ReceiveAsync(CancellationToken cancellation = default)
    {
        using MemoryStream message = new();
        ValueWebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(_received.AsMemory(), cancellation);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            message.Write(_received, 0, received.Count);
        }
        while (!received.EndOfMessage);
        return JsonDocument.Parse(message.ToArray()).RootElement;
    }

    /// <summary>All messages until the server closes.</summary>
    public async Task<List<JsonElement>> ReceiveAllAsync(CancellationToken cancellation = default)
    {
        List<JsonElement> messages = [];
        while (await ReceiveAsync(cancellation) is { } message)
            messages.Add(message);
        return messages;
    }

    /// <summary>Closes without ceremony.</summary>
    public void Abort() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // it is gone already
        }
        _socket.Dispose();
    }

    /// <summary>The 16 bytes before a payload.</summary>
    public static byte[] Header(byte kind, uint sequence, long microseconds)
    {
        byte[] header = new byte[HeaderLength];
        header[0] = kind;
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), sequence);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), microseconds);
        return header;
    }

    private static Uri Address(Uri server) => new UriBuilder(server) { Scheme = server.Scheme == "https" ? "wss" : "ws", Path = "/v1/stream" }.Uri;
}
