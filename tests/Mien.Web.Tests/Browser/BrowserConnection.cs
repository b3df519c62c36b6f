using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mien.Web.Tests.Browser;

/// <summary>
/// A connection to a browser: commands with answers, and events, of the browser and of each of its pages. Chromium's DevTools protocol and
/// WebDriver BiDi write both alike.
/// </summary>
internal sealed class BrowserConnection : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _open = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _sending = new(1);
    private Task _receiving = Task.CompletedTask;
    private int _lastId;

    /// <summary>An event: the page's session (null: the browser's), its name and parameters. On the receiving thread.</summary>
    public event Action<string?, string, JsonElement>? Happened;

    public static async Task<BrowserConnection> ConnectAsync(Uri address, CancellationToken cancellation)
    {
        BrowserConnection connection = new();
        await connection._socket.ConnectAsync(address, cancellation);
        connection._receiving = connection.ReceiveAsync();
        return connection;
    }

    /// <summary>Sends a command and waits for its answer.</summary>
    /// <exception cref="InvalidOperationException">The browser refuses it.</exception>
    public async Task<JsonElement> SendAsync(string method, JsonObject? parameters = null, string? session = null)
    {
        int id = Interlocked.Increment(ref _lastId);
        TaskCompletionSource<JsonElement> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _open[id] = answer;
        JsonObject command = new() { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null)
            command["sessionId"] = session;
        await _sending.WaitAsync(_stop.Token);
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, endOfMessage: true, _stop.Token);
        }
        finally
        {
            _sending.Release();
        }
        return await answer.Task.WaitAsync(TimeSpan.FromMinutes(1), _stop.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _receiving;
        _socket.Dispose();
        _stop.Dispose();
        _sending.Dispose();
    }

    private async Task ReceiveAsync()
    {
        ArrayBufferWriter<byte> message = new();
        try
        {
            while (true)
            {
                message.ResetWrittenCount();
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(message.GetMemory(64 * 1024), _stop.Token);
                    message.Advance(part.Count);
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close)
                    break;
                Dispatch(JsonDocument.Parse(message.WrittenMemory.ToArray()).RootElement);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            // The browser is gone or no longer needed.
        }
        foreach (TaskCompletionSource<JsonElement> waiting in _open.Values)
            waiting.TrySetException(new InvalidOperationException("The browser went away."));
    }

    private void Dispatch(JsonElement message)
    {
        if (!message.TryGetProperty("id", out JsonElement id))
        {
            Happened?.Invoke(
                message.TryGetProperty("sessionId", out JsonElement session) ? session.GetString() : null,
                message.GetProperty("method").GetString()!,
                message.GetProperty("params"));
        }
        else if (_open.TryRemove(id.GetInt32(), out TaskCompletionSource<JsonElement>? answer))
        {
            if (message.TryGetProperty("error", out JsonElement error))
                answer.SetException(new InvalidOperationException((error.ValueKind == JsonValueKind.Object ? error : message).GetProperty("message").GetString()));
            else
                answer.SetResult(message.GetProperty("result"));
        }
    }
}
