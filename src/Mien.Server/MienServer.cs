using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Mien.Analysis;
using Mien.Core;
using Mien.Server.Endpoints;
using Mien.Server.Jobs;
using Mien.Server.Metrics;
using Mien.Server.Security;
using Mien.Server.Streaming;
using Mien.Server.Web;

namespace Mien.Server;

/// <summary>Serves analyses over HTTP. Media stay on this machine and are deleted when they are analysed.</summary>
public static class MienServer
{
    private const string Uploads = "uploads", Health = "/healthz", Ready = "/readyz", RouteItem = "mien.route";

    /// <summary>Makes a server, with its models loaded, that <c>RunAsync</c> or <c>StartAsync</c> starts.</summary>
    /// <param name="options">What it listens on and what it allows.</param>
    /// <returns>The application; its disposal deletes all files and frees the models.</returns>
    /// <exception cref="UserErrorException">An option is wrong, or a model cannot be used.</exception>
    public static WebApplication Create(ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None) // callers' mistakes are answered, the server's are logged where they are
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // what keeps it from starting is thrown
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.WebHost.UseUrls([.. options.Urls]).UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxUploadBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.MaxConcurrentConnections = 200;
        });
        AddServices(builder.Services, options);
        WebApplication application = builder.Build();
        AddPipeline(application, options);
        AddEndpoints(application);
        application.Services.GetRequiredService<StreamHost>(); // a model that cannot be used is told now, and the first frames are no slower than others
        return application;
    }

    private static void AddServices(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(_ => Analyzer.Load(options.Models));
        services.AddSingleton<ServerMetrics>();
        services.AddSingleton<StreamHost>();
        services.AddSingleton<JobStore>();
        services.AddHostedService<JobWorker>();
        // The command decides when to stop, not signals that this listens to itself.
        services.AddSingleton<IHostLifetime, CallersLifetime>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.ShutdownTime);
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new System.Text.Json.Serialization.JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.CamelCase)));
        services.AddProblemDetails();
        services.AddOpenApi(ServerDocument.Name, ServerDocument.Describe);
        services.AddRateLimiter(limits =>
        {
            limits.AddConcurrencyLimiter(Uploads, uploads => uploads.PermitLimit = options.MaxUploads);
            limits.OnRejected = async (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = "5";
                await Problems.WriteAsync(rejected.HttpContext, StatusCodes.Status503ServiceUnavailable, $"{options.MaxUploads} uploads are in progress already; try again later.");
            };
        });
    }

    private static void AddPipeline(WebApplication application, ServerOptions options)
    {
        ServerMetrics metrics = application.Services.GetRequiredService<ServerMetrics>();
        application.Use(async (context, next) =>
        {
            await next(context);
            metrics.CountRequest(context.Items[RouteItem] as string ?? "none", context.Response.StatusCode);
        });
        application.Use(SecurityHeaders.InvokeAsync);
        application.UseExceptionHandler(errors => errors.Run(Problems.HandleAsync));
        application.UseStatusCodePages();
        application.Use(new OwnSite(anyHost: options.Token is not null).InvokeAsync);
        application.UseWebSockets();
        WebPage.Use(application, options.WebFolder, context => context.Items[RouteItem] = WebPage.Route);
        if (options.Token is { } token)
        {
            BearerToken guard = new(token, [Health, Ready]);
            application.Use(guard.InvokeAsync);
        }
        application.UseRouting();
        application.Use((context, next) =>
        {
            context.Items[RouteItem] = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText; // an error's answer has no endpoint any more
            return next(context);
        });
        application.UseRateLimiter();
    }

    private static void AddEndpoints(WebApplication application)
    {
        application.MapOpenApi("/openapi/{documentName}.json");
        application.MapPost("/v1/analyze", (HttpContext context, [AsParameters] AnalyzeQuery query, JobStore jobs, ServerOptions options, IHostApplicationLifetime lifetime) =>
                AnalyzeEndpoint.HandleAsync(context, query, jobs, options, lifetime))
            .RequireRateLimiting(Uploads)
            .WithName("analyze").WithSummary("Analyses a picture, film or sound")
            .WithDescription("Send the file as the body, or as a form with a part that has a file name. The answer is the timeline of emotions, as `mien analyze` writes it, or, where that takes longer than `wait`, a job to ask for.")
            .Produces(StatusCodes.Status200OK, contentType: "application/json").Produces<JobStatus>(StatusCodes.Status202Accepted)
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(413).ProducesProblem(422).ProducesProblem(503);
        application.MapGet(StreamEndpoint.Path, StreamEndpoint.HandleAsync).WithName(StreamDocument.Operation).WithSummary("Analyses live frames and sound over a WebSocket");
        application.MapMethods(StreamEndpoint.Path, [HttpMethods.Connect], StreamEndpoint.HandleAsync).ExcludeFromDescription(); // the same over HTTP/2 (RFC 8441)
        application.MapGet("/v1/jobs/{id}", JobEndpoints.Status).WithName("job").WithSummary("Tells how far a job is")
            .Produces<JobStatus>().ProducesProblem(401).ProducesProblem(404);
        application.MapGet("/v1/jobs/{id}/result", JobEndpoints.ResultAsync).WithName("result").WithSummary("Gives the timeline of a job that is done")
            .Produces(StatusCodes.Status200OK, contentType: "application/json").ProducesProblem(401).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        application.MapDelete("/v1/jobs/{id}", JobEndpoints.Delete).WithName("delete").WithSummary("Stops a job and forgets it and its files")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(401).ProducesProblem(404);
        application.MapGet("/metrics", (ServerMetrics metrics, JobStore jobs, StreamHost streams) => Results.Text(metrics.ToText(jobs.Waiting.Count, streams), "text/plain; version=0.0.4"))
            .WithName("metrics").WithSummary("What the server counted, for Prometheus");
        application.MapGet(Health, () => Results.Text("alive\n")).WithName("health").WithSummary("Answers while the server runs");
        application.MapGet(Ready, (IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.IsCancellationRequested
                ? Results.Text("stopping\n", statusCode: StatusCodes.Status503ServiceUnavailable)
                : Results.Text("ready\n"))
            .WithName("ready").WithSummary("Answers 200 while the server takes files, 503 while it stops");
    }

    private sealed class CallersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
