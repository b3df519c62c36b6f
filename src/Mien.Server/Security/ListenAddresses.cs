using System.Net;
using Mien.Core;

namespace Mien.Server.Security;

/// <summary>Judges the addresses that a server is to listen on.</summary>
internal static class ListenAddresses
{
    /// <summary>Checks that all are addresses, and that those which other machines can reach are guarded.</summary>
    /// <exception cref="UserErrorException">One is not an address, or needs a token.</exception>
    public static void Check(IReadOnlyList<string> urls, bool hasToken)
    {
        if (urls.Count == 0)
            throw new UserErrorException("Name at least one address to listen on, for example http://127.0.0.1:5080.");
        foreach (string url in urls)
        {
            // Kestrel's own wildcards are no hosts to Uri.
            string plain = url.Replace("://*", "://0.0.0.0", StringComparison.Ordinal).Replace("://+", "://0.0.0.0", StringComparison.Ordinal);
            if (!Uri.TryCreate(plain, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https") || address.PathAndQuery != "/")
                throw new UserErrorException($"'{url}' is no address to listen on; write for example http://127.0.0.1:5080.");
            if (!hasToken && !IsLoopback(address))
                throw new UserErrorException($"{url} can be reached from other machines, which needs a token: set one with --token or MIEN_TOKEN, or listen on http://127.0.0.1:{address.Port}.");
        }
    }

    private static bool IsLoopback(Uri address) =>
        address.Host is "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? ip) && IPAddress.IsLoopback(ip));
}
