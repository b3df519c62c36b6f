using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Mien.Cli.Commands;

namespace Mien.Cli.Invocation;

/// <summary>The composition root: every command, and the one place where errors become words and exit codes.</summary>
internal static class MienCommandLine
{
    /// <summary>Parses and runs one command line.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal)
    {
        ParseResult result = CreateRoot(terminal).Parse(LaunchCommand.Separate(arguments));
        if (result.Action is not { ClearsParseErrors: true } && UsageError.Find(result) is { } sentence)
        {
            terminal.WriteError(sentence);
            return (int)ExitCode.BadInput;
        }

        TimeSpan deadline = (result.CommandResult.Command as MienCommand)?.StopDeadline ?? TimeSpan.Zero;
        using StopSignals signals = new(deadline);
        InvocationConfiguration invocation = new()
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = terminal.Output.Profile.Out.Writer,
            Error = terminal.Error.Profile.Out.Writer,
        };
        try
        {
            return await result.InvokeAsync(invocation, signals.Token);
        }
        catch (Exception error)
        {
            Failure failure = Failure.From(error);
            terminal.WriteError(failure.Sentence);
            if (result.GetValue<bool>(CommonOptions.VerboseName))
                terminal.Error.Profile.Out.Writer.WriteLine(error);
            return (int)(failure.Code == ExitCode.Interrupted ? signals.ExitCode : failure.Code);
        }
    }

    internal static RootCommand CreateRoot(Terminal terminal)
    {
        RootCommand root = new("Mien recognises emotion from faces and voices in video, pictures and sound, on this machine alone.");
        MienCommand[] commands =
        [
            new DemoCommand(terminal),
            new AnalyzeCommand(terminal),
            new LiveCommand(terminal),
            new ServeCommand(terminal),
            new DoctorCommand(terminal),
            new TrainCommand(terminal),
            new LaunchCommand(terminal),
            new EvaluateCommand(terminal),
            new ExplainCommand(terminal),
            new CrossvalCommand(terminal),
            new TuneCommand(terminal),
            new ExportCommand(terminal),
            new QuantizeCommand(terminal),
            new CompareCommand(terminal),
            new BenchCommand(terminal),
            new ConfigCommand(terminal),
            new DatasetCommand(terminal),
            new LauncherCommand("test", "Builds everything with warnings as errors, checks formatting and runs every test; the last line counts them.",
                new("./mien test", "Run everything"),
                new("./mien test Vision Media", "Run the test projects whose names hold one of these words")),
            new LauncherCommand("build", "Installs and builds what a part of the commands needs, or everything, and runs nothing.",
                new("./mien build", "Prepare this machine for all that Mien does"),
                new("./mien build analysis", "Leave out what training needs")),
            new LauncherCommand("pack", "Makes the NuGet packages of the library, native parts and models included, in .mien/packages or the folder after -o.",
                new("./mien pack", "Make the packages"),
                new("./mien pack -o ~/feed", "Make them where a nuget.config finds them")),
        ];
        foreach (MienCommand command in commands)
        {
            OutputPlace.Check(command);
            root.Add(command);
        }
        root.Add(CommonOptions.Verbose());

        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Recursive = false;
        ExamplesHelpAction showHelp = new((SynchronousCommandLineAction)help.Action!,
        [
            new("./mien demo", "Make a short clip and analyse it, to see what comes out"),
            new("./mien analyze clip.mp4", "Write clip.csv, clip.json and clip.html"),
            new("./mien doctor", "Show every engine, its version and place, and what is missing"),
            new("./mien test", "Build everything, check formatting and run every test"),
        ]);
        help.Action = showHelp;
        root.SetAction(showHelp.Invoke);
        return root;
    }
}
