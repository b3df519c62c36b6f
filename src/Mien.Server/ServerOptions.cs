using Mien.Analysis;
using Mien.Core;
using Mien.Server.Streaming;

namespace Mien.Server;

/// <summary>What a server listens on, what it allows, and what it analyses with.</summary>
public sealed record ServerOptions
{
    /// <summary>The addresses; port 0 takes a free one. Beyond the own machine a <see cref="Token"/> is required.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:5080"];

    /// <summary>What callers must send as <c>Authorization: Bearer TOKEN</c>, at least 16 characters; null asks for nothing.</summary>
    public string? Token { get; init; }

    /// <summary>The largest upload in bytes, at least 1.</summary>
    public long MaxUploadBytes { get; init; } = 500_000_000;

    /// <summary>Uploads that may be received at the same time, at least 1.</summary>
    public int MaxUploads { get; init; } = 4;

    /// <summary>Files that may wait for their analysis, at least 1; more are refused.</summary>
    public int MaxQueue { get; init; } = 16;

    /// <summary>How long an upload waits for its result before it becomes a job to ask for later, unless the caller says otherwise; 0 to 10 minutes.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one analysis may take; then it is stopped, so that one file cannot keep the server for itself.</summary>
    public TimeSpan MaxJobTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long the result of a job is kept.</summary>
    public TimeSpan KeepResults { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long what is in flight may take to finish when the server stops.</summary>
    public TimeSpan ShutdownTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Folder for uploads, which are deleted when they are analysed, and for results; null takes one of its own below the system's folder for temporary files.</summary>
    public string? WorkFolder { get; init; }

    /// <summary>Folder of the built web application, which is served at <c>/</c>; null serves none.</summary>
    public string? WebFolder { get; init; }

    /// <summary>What live streams are allowed.</summary>
    public StreamOptions Streams { get; init; } = new();

    /// <summary>The models.</summary>
    public AnalysisModelOptions Models { get; init; } = new();

    /// <summary>Checks every value.</summary>
    /// <exception cref="UserErrorException">A value is out of its range, or a token is missing where one is required.</exception>
    public ServerOptions Validate()
    {
        Require(Token is null or { Length: >= 16 }, "The token has fewer than 16 characters; take a longer one, for example from `openssl rand -hex 16`.");
        Require(MaxUploadBytes >= 1 && MaxUploads >= 1 && MaxQueue >= 1, "The limits of uploads and of the queue must be at least 1.");
        Require(Wait >= TimeSpan.Zero && Wait <= TimeSpan.FromMinutes(10), "An upload can wait 0 to 600 seconds for its result.");
        Require(MaxJobTime > TimeSpan.Zero && KeepResults > TimeSpan.Zero && ShutdownTime > TimeSpan.Zero, "An analysis, the keeping of results and the stopping of the server need more than 0 seconds.");
        Streams.Validate();
        Security.ListenAddresses.Check(Urls, Token is not null);
        return this;
    }

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
            throw new UserErrorException(sentence);
    }
}
