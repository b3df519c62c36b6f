using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;
using Mien.Inference;

namespace Mien.Server.Web;

/// <summary>
/// Serves the web application's files and, for its engine inside the browser, the models that come with Mien. Neither is secret, so no
/// token is asked for; the page asks for one where the server does.
/// </summary>
internal static class WebPage
{
    /// <summary>Name of the route in the metrics.</summary>
    public const string Route = "web";

    // Names under assets/ hold a hash of the content; all else may change under its name, and is asked for again by its ETag.
    private const string Forever = "public, max-age=31536000, immutable", AskAgain = "no-cache";

    private static readonly IReadOnlyDictionary<string, Func<string>> s_models = new Dictionary<string, Func<string>>(StringComparer.Ordinal)
    {
        ["/models/face-detector.onnx"] = () => ShippedModels.FaceDetector,
        ["/models/face-landmarks.onnx"] = () => ShippedModels.FaceLandmarks,
        ["/models/face-emotion.onnx"] = () => ShippedModels.FaceEmotion,
        ["/models/speech-emotion.onnx"] = () => ShippedModels.SpeechEmotion,
    };

    /// <summary>Adds it to a server, before what asks for a token.</summary>
    /// <param name="application">The server.</param>
    /// <param name="folder">Where the built page is; null, or a folder without one: a page says so.</param>
    /// <param name="count">Told of each request that is answered here, before it is.</param>
    public static void Use(WebApplication application, string? folder, Action<HttpContext> count)
    {
        application.Use(async (context, next) =>
        {
            if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            {
                await next(context);
            }
            else if (s_models.TryGetValue(context.Request.Path.Value ?? "", out Func<string>? model))
            {
                count(context);
                await SendModelAsync(context, model());
            }
            else if (context.Request.Path == "/" && !IsBuilt(folder))
            {
                count(context);
                await SayNotBuiltAsync(context);
            }
            else
            {
                await next(context);
            }
        });
        if (!IsBuilt(folder))
            return;
        PhysicalFileProvider files = new(Path.GetFullPath(folder!));
        application.Lifetime.ApplicationStopped.Register(files.Dispose);
        FileExtensionContentTypeProvider types = new();
        types.Mappings[".mjs"] = "text/javascript";
        application.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files, DefaultFileNames = ["index.html"] });
        application.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            ContentTypeProvider = types,
            OnPrepareResponse = prepared =>
            {
                count(prepared.Context);
                prepared.Context.Response.Headers.CacheControl = prepared.Context.Request.Path.StartsWithSegments("/assets") ? Forever : AskAgain;
            },
        });
    }

    private static bool IsBuilt(string? folder) => folder is not null && File.Exists(Path.Combine(folder, "index.html"));

    private static Task SendModelAsync(HttpContext context, string path)
    {
        FileInfo file = new(path);
        context.Response.Headers.CacheControl = AskAgain;
        return Results.File(file.FullName, "application/octet-stream", lastModified: file.LastWriteTimeUtc,
            entityTag: new EntityTagHeaderValue($"\"{file.Length:x}-{file.LastWriteTimeUtc.Ticks:x}\""), enableRangeProcessing: true).ExecuteAsync(context);
    }

    private static Task SayNotBuiltAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(
            "<!doctype html><html lang=\"en\"><title>Mien</title><p>Mien's server runs, but its web application is not built; start it with ./mien serve, which builds it.</p></html>\n");
    }
}
