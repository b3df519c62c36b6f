using Mien.Core;

namespace Mien.Media;

/// <summary>Turns FFmpeg's last words into one sentence for the user.</summary>
internal static class FfmpegFailure
{
    /// <summary>The error for a file of which nothing could be read.</summary>
    public static UserErrorException Unreadable(string path, IReadOnlyList<string> errors) =>
        new($"{path} cannot be read as a film, picture or sound{Reason(path, errors)}; it is damaged, cut off or of another kind.");

    /// <summary>The part of a sentence that quotes FFmpeg's last error: <c> (reason)</c>, or nothing.</summary>
    public static string Reason(string path, IReadOnlyList<string> errors)
    {
        string? last = errors.LastOrDefault(error => error.Length > 0);
        if (last is null)
            return "";
        string prefix = FfmpegArguments.Address(path) + ": ";
        if (last.StartsWith(prefix, StringComparison.Ordinal))
            last = last[prefix.Length..];
        string? first = errors[0] == errors[^1] ? null : errors[0].TrimEnd('.', ':');
        return first is null ? $" ({last.TrimEnd('.', ':')})" : $" ({first}: {last.TrimEnd('.', ':')})";
    }
}
