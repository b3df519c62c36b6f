using System.CommandLine;
using System.CommandLine.Parsing;

namespace Mien.Cli.Invocation;

/// <summary>Says in one sentence what is wrong with a command line, with the nearest name that exists.</summary>
internal static class UsageError
{
    /// <summary>The sentence, or null where the command line can be run.</summary>
    public static string? Find(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        string line = string.Join(' ', Path(result).Prepend("./mien"));

        // An option nobody knows would otherwise be taken for an input file, or be reported as one of several follow-up errors.
        if (UnknownOption(result) is { } unknown)
            return $"{unknown} is not an option of {line}{NearestName.Hint(unknown, OptionNames(result))}; see {line} --help.";
        if (result.UnmatchedTokens is [{ } unmatched, ..])
        {
            return command.Subcommands.Count > 0
                ? $"{unmatched} is not a command{NearestName.Hint(unmatched, command.Subcommands.Select(child => child.Name))}; see {line} --help."
                : $"{line} takes no argument {unmatched}; see {line} --help.";
        }
        if (result.Errors is [{ } error, ..])
            return $"{OneLine(error.Message).TrimEnd('.')}; see {line} --help.";
        return null;
    }

    // The library lists the values that an option takes on lines of their own.
    private static string OneLine(string message)
    {
        string[] lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Length > 1 ? $"{lines[0]} {string.Join(", ", lines[1..])}" : message;
    }

    // `dataset stats`, from the outside in; the root's own name is that of the program.
    private static IEnumerable<string> Path(ParseResult result)
    {
        List<string> names = [];
        for (SymbolResult? level = result.CommandResult; level is not null; level = level.Parent)
        {
            if (level is CommandResult { Command: not RootCommand and { Name: { } name } })
                names.Insert(0, name);
        }
        return names;
    }

    private static string? UnknownOption(ParseResult result)
    {
        IReadOnlyList<string> known = [.. OptionNames(result)];
        foreach (Token token in result.Tokens)
        {
            if (token.Type == TokenType.DoubleDash)
                return null;
            bool looksLikeOption = token.Type == TokenType.Argument && token.Value.Length > 1 && token.Value[0] == '-'
                && !char.IsDigit(token.Value[1]) && token.Value[1] != '.';
            if (looksLikeOption && !known.Contains(token.Value))
                return token.Value.Split('=')[0];
        }
        return null;
    }

    private static IEnumerable<string> OptionNames(ParseResult result)
    {
        for (SymbolResult? level = result.CommandResult; level is not null; level = level.Parent)
        {
            if (level is not CommandResult { Command: { } command })
                continue;
            foreach (Option option in command.Options.Where(option => command == result.CommandResult.Command || option.Recursive))
            {
                yield return option.Name;
                foreach (string alias in option.Aliases)
                    yield return alias;
            }
        }
    }
}
