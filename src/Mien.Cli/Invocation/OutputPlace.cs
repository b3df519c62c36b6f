using System.CommandLine;
using System.CommandLine.Parsing;

namespace Mien.Cli.Invocation;

/// <summary>Looks at the places that <c>--output</c> names before the work begins, so that hours of it do not end where nothing can be written.</summary>
internal static class OutputPlace
{
    private const string Option = "--output", OneFile = "FILE", Folder = "DIR";

    /// <summary>Lets a command and those below it refuse places that cannot be.</summary>
    public static void Check(Command command)
    {
        foreach (Option option in command.Options.Where(option => option.Name == Option))
            option.Validators.Add(result => Validate(result, option.HelpName));
        foreach (Command child in command.Subcommands)
            Check(child);
    }

    /// <summary>What is wrong with a place, as the rest of a sentence, or null.</summary>
    /// <param name="path">What the user gave.</param>
    /// <param name="kind">What the option takes: FILE, DIR, or something else where either will do.</param>
    internal static string? Problem(string path, string? kind)
    {
        if (path.Length == 0)
            return $"{Option} needs a name";
        string full = Path.GetFullPath(path);
        if (kind == OneFile && (Directory.Exists(full) || Path.EndsInDirectorySeparator(path)))
            return $"{Option} {path} is a folder; name a file in it";
        if (kind == Folder && File.Exists(full))
            return $"{Option} {path} is a file; name a folder";
        for (string? parent = Path.GetDirectoryName(full); parent is not null && !Directory.Exists(parent); parent = Path.GetDirectoryName(parent))
            if (File.Exists(parent))
                return $"{Option} {path} cannot be made, as {parent} is a file; name another place";
        return null;
    }

    private static void Validate(OptionResult result, string? kind)
    {
        if (result is { Implicit: false, Tokens: [{ } given, ..] } && Problem(given.Value, kind) is { } problem)
            result.AddError(problem);
    }
}
