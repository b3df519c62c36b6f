using System.IO.Enumeration;

namespace Mien.Media;

/// <summary>Turns the arguments of a command into files: a file stands for itself, a folder for the media in it and below it, a glob for what it matches.</summary>
public static class MediaDiscovery
{
    private static readonly char[] s_wildcards = ['*', '?'];

    /// <summary>Finds the files. A file that is named stays in the list whatever its extension; folders and globs give media only.</summary>
    /// <param name="arguments">
    /// Files, folders and globs: <c>*</c> and <c>?</c> match within one name, <c>**</c> any number of folders. Hidden files
    /// and folders are skipped unless named.
    /// </param>
    public static MediaDiscoveryResult Find(IEnumerable<string> arguments)
    {
        List<MediaInput> inputs = [];
        List<MediaInputFailure> failures = [];
        HashSet<string> seen = [];
        foreach (string argument in arguments)
        {
            try
            {
                foreach (MediaInput input in FindOne(argument))
                    if (seen.Add(Path.GetFullPath(input.Path)))
                        inputs.Add(input);
            }
            catch (Core.UserErrorException error)
            {
                failures.Add(new MediaInputFailure(argument, error.Message));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
            {
                failures.Add(new MediaInputFailure(argument, $"{argument} cannot be searched ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); check its name and permissions."));
            }
        }
        return new MediaDiscoveryResult(inputs, failures);
    }

    private static IReadOnlyList<MediaInput> FindOne(string argument)
    {
        if (argument.Length == 0)
            throw new Core.UserErrorException("An empty name was given; name a file, a folder or a glob.");
        // A name that exists is taken literally even where it holds wildcards.
        if (File.Exists(argument))
            return [new MediaInput(argument, MediaFileNames.KindOf(argument))];
        if (Directory.Exists(argument))
            return Media(Directory.EnumerateFiles(argument, "*", Recursive())) is { Count: > 0 } found
                ? found
                : throw new Core.UserErrorException($"The folder {argument} holds no film, picture or sound file; name another folder.");
        if (argument.IndexOfAny(s_wildcards) < 0)
            throw new Core.UserErrorException($"{argument} does not exist; check the name.");
        return Media(Glob(argument)) is { Count: > 0 } matches
            ? matches
            : throw new Core.UserErrorException($"No film, picture or sound file matches {argument}; check the pattern.");
    }

    private static List<MediaInput> Media(IEnumerable<string> paths) =>
        [.. paths.Select(path => new MediaInput(path, MediaFileNames.KindOf(path))).Where(input => input.Kind is not null)
            .OrderBy(input => input.Path, StringComparer.Ordinal)];

    // The default skips hidden and system entries and folders that may not be read; links to folders could lead in circles.
    private static EnumerationOptions Recursive() => new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint };

    private static IEnumerable<string> Glob(string pattern)
    {
        string[] parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string root = pattern.StartsWith('/') ? "/" : "";
        return Match(root, parts);
    }

    private static IEnumerable<string> Match(string folder, ReadOnlyMemory<string> parts)
    {
        string part = parts.Span[0];
        ReadOnlyMemory<string> rest = parts[1..];
        string searched = folder.Length == 0 ? "." : folder;
        if (!Directory.Exists(searched))
            return [];
        if (part == "**")
        {
            if (rest.Length == 0)
                return Directory.EnumerateFiles(searched, "*", Recursive()).Select(Tidy);
            IEnumerable<string> folders = Directory.EnumerateDirectories(searched, "*", Recursive()).Select(Tidy).Prepend(folder);
            return folders.SelectMany(found => Match(found, rest));
        }
        if (part.IndexOfAny(s_wildcards) < 0)
        {
            string named = Path.Combine(folder, part);
            return rest.Length > 0 ? Match(named, rest) : File.Exists(named) ? [named] : [];
        }
        EnumerationOptions options = new() { AttributesToSkip = part.StartsWith('.') ? FileAttributes.System : FileAttributes.Hidden | FileAttributes.System };
        bool Fits(string path) => FileSystemName.MatchesSimpleExpression(part, Path.GetFileName(path), ignoreCase: false);
        return rest.Length > 0
            ? Directory.EnumerateDirectories(searched, "*", options).Where(Fits).Select(Tidy).SelectMany(found => Match(found, rest))
            : Directory.EnumerateFiles(searched, "*", options).Where(Fits).Select(Tidy);
    }

    private static string Tidy(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
}
