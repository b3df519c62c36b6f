using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mien.Core;

namespace Mien.Server;

/// <summary>Errors as problem+json (RFC 9457), each with one sentence that says what is wrong.</summary>
internal static partial class Problems
{
    /// <summary>Answers with a problem.</summary>
    public static async Task WriteAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        await context.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = new ProblemDetails { Status = status, Title = ReasonPhrases.GetReasonPhrase(status), Detail = detail },
        });
    }

    /// <summary>Answers what an endpoint threw.</summary>
    public static Task HandleAsync(HttpContext context)
    {
        Exception? error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        switch (error)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                long? limit = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
                return WriteAsync(context, StatusCodes.Status413PayloadTooLarge, $"The upload is larger than the {limit / 1e6:0.###} MB that this server takes.");
            case BadHttpRequestException bad:
                return WriteAsync(context, bad.StatusCode, UnusableSetting().Match(bad.Message) is { Success: true, Groups: [_, { Value: var name }, { Value: var value }] }
                    ? $"The setting {char.ToLowerInvariant(name[0])}{name[1..]} cannot be '{value}'."
                    : bad.Message);
            case UserErrorException user:
                return WriteAsync(context, StatusCodes.Status400BadRequest, user.Message);
            case OperationCanceledException when context.RequestAborted.IsCancellationRequested:
                return Task.CompletedTask; // nobody is there to read it
            default:
                context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Mien.Server").LogError(error, "{Method} {Path} failed", context.Request.Method, context.Request.Path);
                return WriteAsync(context, StatusCodes.Status500InternalServerError, "The server failed; its log says why.");
        }
    }

    // As the framework words a parameter that it cannot read.
    [GeneratedRegex("^Failed to bind parameter \"\\S+ (\\w+)\" from \"(.*)\"\\.$", RegexOptions.Singleline)]
    private static partial Regex UnusableSetting();
}
