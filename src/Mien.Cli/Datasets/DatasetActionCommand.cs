using System.CommandLine;
using Mien.Cli.Invocation;
using Mien.Core;
using Mien.Data.Kinds;

namespace Mien.Cli.Datasets;

/// <summary>One of the things that `mien dataset` does with a dataset of some kind in some folder.</summary>
internal abstract class DatasetActionCommand : MienCommand
{
    private readonly Argument<string> _kind = new("KIND")
    {
        Description = $"What the folder holds: {string.Join(", ", DatasetKinds.All.Select(kind => kind.Name))} (docs/datasets.md shows the layouts)",
    };

    private readonly Argument<string> _root = new("ROOT") { Description = "The dataset's folder" };

    /// <summary>Makes the command with its two arguments.</summary>
    protected DatasetActionCommand(Terminal terminal, string name, string description, params IReadOnlyList<Example> examples) : base(name, description, examples)
    {
        Terminal = terminal;
        Add(_kind);
        Add(_root);
    }

    /// <inheritdoc/>
    public override TimeSpan StopDeadline => TimeSpan.FromSeconds(10);

    /// <summary>Where the command speaks.</summary>
    protected Terminal Terminal { get; }

    /// <summary>The dataset's folder.</summary>
    protected string Root(ParseResult arguments) => Path.GetFullPath(arguments.GetRequiredValue(_root));

    /// <summary>Lists the dataset.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="withDropped">Whether files count that its list of dropped ones names.</param>
    protected IReadOnlyList<DatasetItem> List(ParseResult arguments, bool withDropped = false)
    {
        string root = Root(arguments);
        IReadOnlyList<DatasetItem> items = DatasetKinds.Named(arguments.GetRequiredValue(_kind)).List(root);
        return withDropped ? items : DroppedFiles.Without(items, root);
    }

    /// <summary>The shares that --validation and --test name.</summary>
    /// <exception cref="UserErrorException">They leave nothing to learn from.</exception>
    protected static PartShares Shares(double validation, double test, int seed = 0) => validation + test < 1
        ? new PartShares { Validation = validation, Test = test, Seed = seed }
        : throw new UserErrorException("The shares of --validation and --test leave nothing to learn from; together they must be below 1.");

    /// <summary>Says what could not be used: a few lines, then a count.</summary>
    protected void Report(IReadOnlyList<DroppedItem> left, string what)
    {
        const int shown = 5;
        foreach (DroppedItem item in left.Take(shown))
            Terminal.WriteError($"{what} {item.Path}: {item.Detail}");
        if (left.Count > shown)
            Terminal.WriteError($"{what} {left.Count - shown} more");
    }
}
