using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Mien.Cli.Invocation;
using Mien.Core;
using Mien.Server;

namespace Mien.Cli.Commands;

/// <summary>`mien serve`: analyses over HTTP.</summary>
internal sealed class ServeCommand : MienCommand
{
    private const string TokenVariable = "MIEN_TOKEN";

    private static readonly ServerOptions s_defaults = new();

    private readonly Terminal _terminal;
    private readonly Option<string[]> _urls = new("--urls") { HelpName = "URL", Description = $"Addresses to listen on, separated by commas; without it: {s_defaults.Urls[0]}, which only this machine can reach", AllowMultipleArgumentsPerToken = false };
    private readonly Option<string?> _token = new("--token") { HelpName = "TOKEN", Description = $"What callers must send as 'Authorization: Bearer TOKEN'; required beyond this machine. The variable {TokenVariable} keeps it out of the list of processes" };
    private readonly Option<double?> _maxUpload = NumberOption.Create("--max-upload", "MB", "The largest file taken, in 10^6 bytes; without it: 500", 0.0, 1e6, exclusiveMinimum: true);
    private readonly Option<int?> _maxQueue = NumberOption.Create("--max-queue", "N", $"Files that may wait for their analysis; without it: {s_defaults.MaxQueue}", 1, 10000);
    private readonly Option<int?> _maxStreams = NumberOption.Create("--max-streams", "N", $"Live sessions at the same time; fewer are let in where the processors do not carry so many. Without it: {s_defaults.Streams.MaxSessions}", 1, 10000);
    private readonly Option<double?> _keep = NumberOption.Create("--keep", "MINUTES", "How long results of jobs are kept; without it: 60", 0.0, 1e5, exclusiveMinimum: true);
    private readonly Option<string?> _work = new("--work") { HelpName = "DIR", Description = "Folder for uploads, which are deleted when they are analysed, and for results; without it: the system's folder for temporary files" };
    private readonly Option<string[]> _model = new("--model") { HelpName = "FILE", Description = "An emotion model, for faces or for speech; give it twice for one of each. Without it: the models that come with Mien", AllowMultipleArgumentsPerToken = false };
    private readonly Option<int?> _threads = NumberOption.Create("--threads", "N", "Threads of each model; without it, chosen by the number of cores", 0, 256);
    private readonly ProviderOptionSet _provider = new();

    public ServeCommand(Terminal terminal) : base(
        "serve",
        "Serves analyses of files and live streams over HTTP until it is stopped. Uploads are deleted when they are analysed. Its OpenAPI document is at /openapi/v1.json.",
        new Example("./mien serve", $"Listen on {s_defaults.Urls[0]}; open that in a browser"),
        new Example("curl -F file=@clip.mp4 http://127.0.0.1:5080/v1/analyze", "Send it a file"),
        new Example($"{TokenVariable}=$(openssl rand -hex 16) ./mien serve --urls http://0.0.0.0:5080", "Let other machines in who know the token"))
    {
        _terminal = terminal;
        Option[] options = [_urls, _token, _maxUpload, _maxQueue, _maxStreams, _keep, _work, _model, _threads];
        foreach (Option option in options)
            Add(option);
        _provider.AddTo(this);
    }

    /// <inheritdoc/>
    public override TimeSpan StopDeadline => s_defaults.ShutdownTime + TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        ServerOptions options = s_defaults with
        {
            Token = arguments.GetValue(_token) ?? (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token ? token : null),
            WorkFolder = arguments.GetValue(_work),
            WebFolder = Installation.WebFolder,
            Models = new()
            {
                EmotionModelPaths = arguments.GetValue(_model) ?? [],
                Threads = arguments.GetValue(_threads) ?? 0,
                Provider = _provider.Read(arguments),
            },
        };
        if (arguments.GetValue(_urls) is { Length: > 0 } urls)
            options = options with { Urls = [.. urls.SelectMany(url => url.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))] };
        if (arguments.GetValue(_maxUpload) is { } megabytes)
            options = options with { MaxUploadBytes = Math.Max(1, (long)(megabytes * 1e6)) };
        if (arguments.GetValue(_maxQueue) is { } queue)
            options = options with { MaxQueue = queue };
        if (arguments.GetValue(_maxStreams) is { } streams)
            options = options with { Streams = options.Streams with { MaxSessions = streams } };
        if (arguments.GetValue(_keep) is { } minutes)
            options = options with { KeepResults = TimeSpan.FromMinutes(minutes) };

        await using WebApplication server = MienServer.Create(options);
        try
        {
            await server.StartAsync(cancellation);
        }
        catch (IOException error)
        {
            throw new UserErrorException($"The server cannot listen ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); choose another address with --urls.", error);
        }
        foreach (string url in server.Urls)
            _terminal.WriteLine($"Mien listens on {url}{(options.Token is null ? ", which only this machine can reach" : ", for callers with the token")}. Open it in a browser; stop it with Ctrl-C.");
        await Task.Delay(Timeout.Infinite, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
        await server.StopAsync(CancellationToken.None);
        return ExitCode.Success;
    }
}
