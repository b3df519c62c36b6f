using System.CommandLine;

namespace Mien.Cli.Invocation;

/// <summary>Options that every command has.</summary>
internal static class CommonOptions
{
    /// <summary>Name of the option that asks for stack traces and details.</summary>
    public const string VerboseName = "--verbose";

    /// <summary>Makes the option that asks for stack traces and details, for the root command.</summary>
    public static Option<bool> Verbose() => new(VerboseName)
    {
        Description = "Say more about what is being done, and show the whole error where something fails",
        Recursive = true,
    };
}
