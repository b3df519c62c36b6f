using System.Net;
using Microsoft.AspNetCore.Http;

namespace Mien.Server.Security;

/// <summary>
/// Keeps other sites' pages out. A page of any site in a browser on this machine can reach a server that only this machine can reach; browsers
/// say where a page comes from (<c>Origin</c>), which must be the server itself. And a site may point its own name at this machine (DNS
/// rebinding), so that its page seems to be the server's; without a token, only names of this machine are answered.
/// </summary>
/// <param name="anyHost">Whether requests may name the server as they like, since they need a token.</param>
internal sealed class OwnSite(bool anyHost)
{
    /// <summary>The middleware.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        HostString host = context.Request.Host;
        if (!anyHost && !IsThisMachine(host.Host))
            return Problems.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "This server answers under names of this machine only; call it localhost or by its address.");
        if (context.Request.Headers.Origin is [{ Length: > 0 } origin, ..] && !IsSame(origin, host))
            return Problems.WriteAsync(context, StatusCodes.Status403Forbidden, "The request comes from another site's page, which this server does not serve.");
        return next(context);
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) // never leaves the machine, RFC 6761
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    private static bool IsSame(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? page)
        && page.Scheme is ("http" or "https")
        && string.Equals(page.Host.Trim('[', ']'), host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        && page.Port == (host.Port ?? (page.Scheme == "https" ? 443 : 80));
}
