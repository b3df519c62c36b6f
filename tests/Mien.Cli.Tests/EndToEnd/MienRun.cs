namespace Mien.Cli.Tests.EndToEnd;

/// <summary>What a run of `mien` came to.</summary>
internal sealed record MienRun(int ExitCode, string Output, string Error)
{
    /// <summary>The error sentences, without what the launcher or .NET might add.</summary>
    public IReadOnlyList<string> Sentences => [.. Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- errors\n{Error}";
}
