using Microsoft.AspNetCore.Http;

namespace Mien.Server.Web;

/// <summary>What every answer tells browsers: nothing from elsewhere, no frames around the page, and camera and microphone for the page alone.</summary>
internal static class SecurityHeaders
{
    // WebAssembly needs 'wasm-unsafe-eval', which allows no eval of scripts. Videos that are dropped and pictures made from the camera are blob: addresses.
    // 'self' covers ws: and wss: of the same origin in every browser of the last years.
    private const string Policy =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
        + "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string Permissions = "camera=(self), microphone=(self), geolocation=(), display-capture=(), usb=(), serial=(), payment=()";

    /// <summary>The middleware.</summary>
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // When the answer starts, because a server that answers an error clears what was set before.
        context.Response.OnStarting(Set, context.Response.Headers);
        return next(context);
    }

    private static Task Set(object state)
    {
        IHeaderDictionary headers = (IHeaderDictionary)state;
        headers.ContentSecurityPolicy = Policy;
        headers["Permissions-Policy"] = Permissions;
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        // Together these give the page threads for its models (shared memory), and keep other sites' pages out of its process.
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Embedder-Policy"] = "require-corp";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return Task.CompletedTask;
    }
}
