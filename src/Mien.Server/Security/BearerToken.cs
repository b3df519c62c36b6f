using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Mien.Server.Security;

/// <summary>
/// Lets requests pass that carry the token, and all to open paths. Pages in browsers cannot set a WebSocket's header, so that its token may
/// also come as a subprotocol. Compares in constant time.
/// </summary>
internal sealed class BearerToken(string token, IReadOnlyCollection<string> openPaths)
{
    private const string Scheme = "Bearer ", Subprotocol = "mien.token.";

    // Equal lengths whatever the caller sends, so that not even the length of the token can be measured.
    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>The middleware.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (openPaths.Contains(context.Request.Path.Value) || Tokens(context).Any(IsToken))
        {
            await next(context);
            return;
        }
        context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        await Problems.WriteAsync(context, StatusCodes.Status401Unauthorized, "The request carries no token, or another one; send the header `Authorization: Bearer TOKEN`.");
    }

    private static IEnumerable<byte[]> Tokens(HttpContext context)
    {
        if (context.Request.Headers.Authorization.ToString() is { } header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            yield return Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim());
        if (!context.WebSockets.IsWebSocketRequest)
            yield break;
        foreach (string protocol in context.WebSockets.WebSocketRequestedProtocols)
            if (protocol.StartsWith(Subprotocol, StringComparison.Ordinal) && Base64Url.IsValid(protocol.AsSpan(Subprotocol.Length)))
                yield return Base64Url.DecodeFromChars(protocol.AsSpan(Subprotocol.Length));
    }

    private bool IsToken(byte[] given) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(given), _hash);
}
