using Mien.Core;

namespace Mien.Analysis;

/// <summary>Turns the failures of writing into the one sentence that a user can act on.</summary>
public static class OutputError
{
    private const int NoSpaceLeft = 28; // ENOSPC, which .NET puts into IOException.HResult on Linux
    private const int QuotaExceeded = 122; // EDQUOT
    private const int ReadOnlyFileSystem = 30; // EROFS

    /// <summary>The user's error for a failure to write <paramref name="path"/>, or null where the failure is none of writing.</summary>
    public static UserErrorException? Explain(string path, Exception error) => error switch
    {
        UserErrorException => null,
        UnauthorizedAccessException => new UserErrorException($"The output {path} cannot be written: permission is denied; choose another folder with --output.", error),
        DirectoryNotFoundException or PathTooLongException => new UserErrorException($"The output {path} cannot be written: there can be no such folder; choose another one with --output.", error),
        IOException { HResult: NoSpaceLeft or QuotaExceeded } => new UserErrorException($"The output {path} cannot be written: the disk is full; free some space or choose another folder with --output.", error),
        IOException { HResult: ReadOnlyFileSystem } => new UserErrorException($"The output {path} cannot be written: the disk is read-only; choose another folder with --output.", error),
        IOException => new UserErrorException($"The output {path} cannot be written ({error.Message.ReplaceLineEndings(" ")}); choose another folder with --output.", error),
        _ => null,
    };
}
