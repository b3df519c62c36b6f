using System.Net.WebSockets;
using Microsoft.Extensions.Logging;
using Mien.Core;

namespace Mien.Server.Streaming;

/// <summary>
/// A WebSocket with a session on it: one task reads, one writes, one watches the times, and the first who has a reason ends it. Reading goes
/// on to the very end, because a WebSocket whose reading is cancelled is broken, but what comes after the end is passed over.
/// </summary>
/// <param name="socket">The WebSocket; stays the caller's.</param>
/// <param name="host">What it shares with others.</param>
/// <param name="name">What the session is called.</param>
internal sealed class StreamConnection(WebSocket socket, StreamHost host, string name)
{
    private const int RepliesUnderWay = 64;
    private const int LargestText = 4096;

    private static readonly TimeSpan s_longestAnswer = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_longestFarewell = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_watchInterval = TimeSpan.FromMilliseconds(100);

    private readonly TaskCompletionSource<StreamClosure> _closure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();
    private readonly ReplyQueue _replies = new(RepliesUnderWay);
    private readonly long _begun = host.Clock.GetTimestamp();
    private long _lastMessage = host.Clock.GetTimestamp();
    private StreamSession? _session;

    /// <summary>Runs to the end.</summary>
    /// <param name="stopping">Cancelled when the server stops; what is in flight is then answered.</param>
    public async Task RunAsync(CancellationToken stopping)
    {
        Task reading = ReadAsync(), writing = WriteAsync(), watching = WatchAsync();
        try
        {
            await using CancellationTokenRegistration stop = stopping.Register(() => End(StreamClosure.Stopping()));
            StreamClosure closure = await _closure.Task;
            await SayFarewellAsync(closure, writing, reading);
            host.Metrics.CountClosure(closure);
        }
        finally
        {
            socket.Abort(); // ends a reading and a writing that are left
            await _over.CancelAsync();
            await Task.WhenAll(reading, writing, watching);
            _session?.Dispose();
            _over.Dispose();
        }
    }

    private void End(StreamClosure closure) => _closure.TrySetResult(closure);

    private async Task SayFarewellAsync(StreamClosure closure, Task writing, Task reading)
    {
        byte[]? last = null;
        if (closure.IsGraceful)
        {
            _session?.Complete();
            await Task.WhenAny(_replies.WhenAnsweredAsync(), writing, Task.Delay(s_longestAnswer, host.Clock, CancellationToken.None));
            last = StreamMessages.End(_replies.Frames, _replies.Results, _replies.Errors);
        }
        else if (!closure.IsClientGone)
        {
            last = StreamMessages.Error(null, closure.Code, closure.Message);
        }
        _replies.Complete(last);
        await Task.WhenAny(writing, Task.Delay(s_longestAnswer, host.Clock, CancellationToken.None)); // a client may read, and slowly
        if (!writing.IsCompleted || socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        using CancellationTokenSource tooLong = new(s_longestFarewell, host.Clock);
        try
        {
            await socket.CloseOutputAsync(closure.Status, closure.Reason, tooLong.Token);
            await reading.WaitAsync(tooLong.Token); // for the client's own farewell, so that ours is not cut off
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // it left without one
        }
    }

    private async Task ReadAsync()
    {
        using MessageBuffer buffer = new(host.Options.MaxFrameBytes + StreamHeader.Length);
        RateLimit rate = new(host.Options.MaxMessagesPerSecond, host.Clock);
        try
        {
            while (true)
            {
                buffer.Clear();
                ValueWebSocketReceiveResult received;
                do
                {
                    received = await socket.ReceiveAsync(buffer.Room(), CancellationToken.None);
                    if (received.MessageType == WebSocketMessageType.Close)
                    {
                        End(StreamClosure.Gone());
                        return;
                    }
                    if (_closure.Task.IsCompleted)
                        buffer.Clear();
                    else
                        TakePart(buffer, received.Count);
                }
                while (!received.EndOfMessage);
                if (!_closure.Task.IsCompleted)
                    await TakeAsync(received.MessageType, buffer.Message, rate);
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            End(StreamClosure.Gone());
        }
        catch (Exception error)
        {
            host.Log.LogError(error, "Reading a live stream failed");
            End(StreamClosure.Failed());
        }
    }

    private void TakePart(MessageBuffer buffer, int count)
    {
        try
        {
            buffer.Advance(count);
        }
        catch (StreamClosure closure)
        {
            End(closure);
            buffer.Clear();
        }
    }

    private async ValueTask TakeAsync(WebSocketMessageType type, ReadOnlyMemory<byte> message, RateLimit rate)
    {
        Volatile.Write(ref _lastMessage, host.Clock.GetTimestamp());
        try
        {
            if (!rate.TryTake())
                throw StreamClosure.Limit($"More than {host.Options.MaxMessagesPerSecond} messages a second came.");
            if (type == WebSocketMessageType.Text)
                TakeText(message);
            else if (_session is null)
                throw StreamClosure.Protocol("A binary message came before the message start.");
            else
                await _session.TakeAsync(message, _over.Token);
        }
        catch (StreamClosure closure)
        {
            End(closure);
        }
    }

    private void TakeText(ReadOnlyMemory<byte> text)
    {
        if (text.Length > LargestText)
            throw StreamClosure.TooBig(LargestText);
        if (_session is not null)
            throw IsEnd(text) ? StreamClosure.Ended() : StreamClosure.Protocol("After the message start, only {\"type\":\"end\"} is sent as text.");
        StreamStart start;
        try
        {
            start = StreamStart.Parse(text, host.Options, host.Models.SpeechClassifier?.Spec.Audio?.SampleRateHz);
        }
        catch (UserErrorException error)
        {
            throw StreamClosure.Malformed(error.Message);
        }
        Volatile.Write(ref _session, new StreamSession(host, start, _replies, End));
        _replies.TryPost(StreamMessages.Ready(name, start, host.Models, host.Options, host.ChooseLevel(), host.LevelReason));
        if (start.Audio is not null && host.Models.SpeechClassifier is null)
            _replies.TryPost(StreamMessages.Notice(StreamMessages.NoSpeechModel, "This server has no speech model, so the sound is left out."));
    }

    private static bool IsEnd(ReadOnlyMemory<byte> text)
    {
        try
        {
            using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(text, new() { MaxDepth = 2 });
            return document.RootElement.ValueKind == System.Text.Json.JsonValueKind.Object
                && document.RootElement.EnumerateObject().Count() == 1
                && document.RootElement.TryGetProperty("type", out System.Text.Json.JsonElement type)
                && type.ValueKind == System.Text.Json.JsonValueKind.String && type.GetString() == "end";
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (byte[] message in _replies.Outgoing.ReadAllAsync(_over.Token))
            {
                using CancellationTokenSource tooLong = new(host.Options.SendTimeout, host.Clock);
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, tooLong.Token);
                _replies.CountSent();
            }
        }
        catch (OperationCanceledException)
        {
            End(StreamClosure.Limit($"Replies were not read for {host.Options.SendTimeout.TotalSeconds:0.###} seconds."));
        }
        catch (Exception error) when (error is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            End(StreamClosure.Gone());
        }
    }

    private async Task WatchAsync()
    {
        try
        {
            while (!_closure.Task.IsCompleted)
            {
                await Task.Delay(s_watchInterval, host.Clock, _over.Token);
                if (Volatile.Read(ref _session) is null && host.Clock.GetElapsedTime(_begun) > host.Options.StartTimeout)
                    End(StreamClosure.Limit($"The message start did not come within {host.Options.StartTimeout.TotalSeconds:0.###} seconds."));
                else if (host.Clock.GetElapsedTime(Volatile.Read(ref _lastMessage)) > host.Options.IdleTimeout)
                    End(StreamClosure.Limit($"Nothing came for {host.Options.IdleTimeout.TotalSeconds:0.###} seconds."));
                else if (host.Clock.GetElapsedTime(_begun) > host.Options.MaxSessionTime)
                    End(StreamClosure.TimeUp(host.Options.MaxSessionTime));
            }
        }
        catch (OperationCanceledException)
        {
            // over
        }
    }
}
