namespace Mien.Cli.Invocation;

/// <summary>A command line to copy from the help.</summary>
/// <param name="CommandLine">The whole line, beginning with <c>./mien</c>.</param>
/// <param name="Purpose">What it does.</param>
internal sealed record Example(string CommandLine, string Purpose);
