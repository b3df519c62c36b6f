using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Mien.Server.Security;

/// <summary>Lets requests pass that carry the token, and all to open paths. Compares in constant time.</summary>
internal sealed class BearerToken(string token, IReadOnlyCollection<string> openPaths)
{
    private const string Scheme = "Bearer ";

    // Equal lengths whatever the caller sends, so that not even the length of the token can be measured.
    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>The middleware.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (openPaths.Contains(context.Request.Path.Value) || IsAllowed(context.Request.Headers.Authorization.ToString()))
        {
            await next(context);
            return;
        }
        context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        await Problems.WriteAsync(context, StatusCodes.Status401Unauthorized, "The request carries no token, or another one; send the header `Authorization: Bearer TOKEN`.");
    }

    private bool IsAllowed(string header) =>
        header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(header[Scheme.Length..].Trim())), _hash);
}
