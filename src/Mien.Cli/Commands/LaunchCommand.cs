using System.CommandLine;
using Mien.Cli.Invocation;
using Mien.Cli.Launching;
using Mien.Core;

namespace Mien.Cli.Commands;

/// <summary>`mien launch`: one command in several processes that train together.</summary>
internal sealed class LaunchCommand : MienCommand
{
    private const string CommandName = "launch", Separator = "--";
    private static readonly string[] s_launchable = ["train"];

    private readonly Terminal _terminal;
    private readonly Option<int?> _processes = NumberOption.Create<int>("--nproc-per-node", "N", "Processes on this machine (and each other), for example one for each processor socket or GPU", 1, 1024);
    private readonly Option<int?> _nodes = NumberOption.Create<int>("--nnodes", "N", "Machines; run the same line on each with its own --node-rank (default: 1)", 1, 65536);
    private readonly Option<int?> _nodeRank = NumberOption.Create<int>("--node-rank", "N", "This machine's number, from 0 (default: 0)", 0, 65535);
    private readonly Option<string?> _masterAddress = new("--master-addr") { HelpName = "HOST", Description = "Name or address of machine 0, which the others reach it by" };
    private readonly Option<int?> _masterPort = NumberOption.Create<int>("--master-port", "PORT", "Port on machine 0 (default: 29500; a free one on a single machine)", 1, 65535);
    private readonly Argument<string[]> _command = new("COMMAND") { Description = "The command to run in each process: train CONFIG, with its options", Arity = ArgumentArity.OneOrMore };

    public LaunchCommand(Terminal terminal) : base(
        CommandName,
        "Trains in several processes, on one machine or more: each computes a part of every batch. When one process dies the job ends, and --resume goes on.",
        new Example("./mien launch --nproc-per-node 2 train configs/face/fer2013.yaml --data data", "Train in two processes on this machine"),
        new Example("./mien launch --nproc-per-node 4 --nnodes 2 --node-rank 0 --master-addr 10.0.0.1 train configs/face/fer2013.yaml --data data", "The first of two machines; the second has --node-rank 1"),
        new Example("./mien launch --nproc-per-node 2 train configs/face/fer2013.yaml --data data --resume", "Go on after an interruption"),
        new Example("mpirun -n 2 ./mien train configs/face/fer2013.yaml --data data", "The same by mpirun; srun, torchrun and Kubernetes work as well (docs/distributed.md)"))
    {
        _terminal = terminal;
        Add(_processes);
        Add(_nodes);
        Add(_nodeRank);
        Add(_masterAddress);
        Add(_masterPort);
        Add(_command);
    }

    /// <inheritdoc/>
    public override TimeSpan StopDeadline => TimeSpan.FromSeconds(30);

    /// <summary>Marks where the launched command begins, so that its options are not taken for those of `launch`.</summary>
    public static IReadOnlyList<string> Separate(IReadOnlyList<string> arguments)
    {
        List<string> line = [.. arguments];
        int launch = line.FindIndex(word => !word.StartsWith('-'));
        if (launch < 0 || line[launch] != CommandName || line.Contains(Separator))
            return arguments;
        int command = line.FindIndex(launch, word => s_launchable.Contains(word));
        if (command >= 0)
            line.Insert(command, Separator);
        return line;
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        string[] command = arguments.GetRequiredValue(_command);
        if (!s_launchable.Contains(command[0]))
            throw new UserErrorException($"./mien launch can run {string.Join(" or ", s_launchable)}, not {command[0]}; see ./mien launch --help.");
        if (UsageError.Find(MienCommandLine.CreateRoot(_terminal).Parse(command)) is { } sentence)
            throw new UserErrorException(sentence);
        LaunchOptions options = new(
            arguments.GetValue(_processes) ?? throw new UserErrorException("./mien launch needs --nproc-per-node, the number of processes on this machine."),
            arguments.GetValue(_nodes) ?? 1,
            arguments.GetValue(_nodeRank) ?? 0,
            arguments.GetValue(_masterAddress),
            arguments.GetValue(_masterPort));
        return await new LaunchedJob(_terminal).RunAsync(options.Places(), command, cancellation);
    }
}
