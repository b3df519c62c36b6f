using Mien.Core;
using Mien.Training.Distributed;

namespace Mien.Cli.Invocation;

/// <summary>Turns an exception into the one sentence a user reads and the code the process returns.</summary>
/// <param name="Code">What the process returns.</param>
/// <param name="Sentence">What went wrong and what to do.</param>
internal sealed record Failure(ExitCode Code, string Sentence)
{
    // errno values of Linux, which .NET keeps in the low bits of IOException.HResult.
    private const int NoSpaceLeft = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    /// <summary>Judges an exception.</summary>
    public static Failure From(Exception error) => error switch
    {
        AggregateException { InnerExceptions: [{ } inner] } => From(inner),
        UserErrorException => new(ExitCode.BadInput, error.Message),
        RankLostException => new(ExitCode.RankLost, error.Message),
        OperationCanceledException => new(ExitCode.Interrupted, "interrupted."),
        IOException { HResult: NoSpaceLeft or QuotaExceeded } =>
            new(ExitCode.BadInput, $"the disk is full ({OneLine(error.Message)}); free some space or name another folder with --output."),
        IOException { HResult: ReadOnlyFileSystem } or UnauthorizedAccessException =>
            new(ExitCode.BadInput, $"{OneLine(error.Message).TrimEnd('.')}; check the permissions or name another folder with --output."),
        NativeException => new(ExitCode.Failure, $"{OneLine(error.Message).TrimEnd('.')}; run ./mien doctor, or again with --verbose for the whole story."),
        _ => new(ExitCode.Failure, $"{error.GetType().Name}: {OneLine(error.Message).TrimEnd('.')}; run again with --verbose for the whole story."),
    };

    private static string OneLine(string message) => message.ReplaceLineEndings(" ");
}
