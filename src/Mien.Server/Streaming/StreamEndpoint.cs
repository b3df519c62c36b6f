using System.Net.WebSockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Mien.Server.Streaming;

/// <summary><c>GET /v1/stream</c>: live frames and sound over a WebSocket, a result for each frame.</summary>
internal static class StreamEndpoint
{
    /// <summary>The path.</summary>
    public const string Path = "/v1/stream";

    /// <summary>The subprotocol.</summary>
    public const string Protocol = "mien.v1";

    private const string RetrySeconds = "5";

    // A peer that vanished without a word is noticed by this; no answer to a ping for as long again ends it.
    private static readonly TimeSpan s_ping = TimeSpan.FromSeconds(20);

    /// <summary>Serves a request to its end.</summary>
    public static async Task HandleAsync(HttpContext context, StreamHost host, IHostApplicationLifetime lifetime)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await RefuseAsync(context, host, "stopping", "The server stops; try again when it runs again.");
            return;
        }
        if (!context.WebSockets.IsWebSocketRequest)
        {
            if (host.Admission.Refusal() is { } full)
            {
                await RefuseAsync(context, host, "asked", full);
                return;
            }
            context.Response.Headers.Upgrade = "websocket";
            await Problems.WriteAsync(context, StatusCodes.Status426UpgradeRequired, $"This path takes live frames over a WebSocket with the subprotocol {Protocol}; see docs/stream-protocol.md.");
            return;
        }
        if (!context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol))
        {
            await Problems.WriteAsync(context, StatusCodes.Status400BadRequest, $"The WebSocket does not ask for the subprotocol {Protocol}; add it to Sec-WebSocket-Protocol.");
            return;
        }
        using IDisposable? place = host.Admission.TryEnter(out string? refusal);
        if (place is null)
        {
            await RefuseAsync(context, host, "full", refusal!);
            return;
        }
        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { SubProtocol = Protocol, KeepAliveInterval = s_ping, KeepAliveTimeout = s_ping });
        host.Metrics.CountSession();
        await new StreamConnection(socket, host, RandomNumberGenerator.GetHexString(8, lowercase: true)).RunAsync(lifetime.ApplicationStopping);
    }

    private static Task RefuseAsync(HttpContext context, StreamHost host, string reason, string sentence)
    {
        host.Metrics.CountRefusal(reason);
        context.Response.Headers.RetryAfter = RetrySeconds;
        return Problems.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, sentence);
    }
}
