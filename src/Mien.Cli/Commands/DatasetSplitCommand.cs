using System.CommandLine;
using System.Globalization;
using Mien.Cli.Datasets;
using Mien.Cli.Invocation;
using Mien.Core;
using Mien.Data.Kinds;
using Mien.Data.Preparing;

namespace Mien.Cli.Commands;

/// <summary>`mien dataset split`: parts or folds in which nobody is twice.</summary>
internal sealed class DatasetSplitCommand : DatasetActionCommand
{
    private readonly Option<double?> _validation = NumberOption.Create("--validation", "SHARE", "Share of the items to choose settings by, 0 to 0.9 (default: 0.1)", 0.0, maximum: 0.9);
    private readonly Option<double?> _test = NumberOption.Create("--test", "SHARE", "Share of the items for the final report, 0 to 0.9 (default: 0.2)", 0.0, maximum: 0.9);
    private readonly Option<int?> _folds = NumberOption.Create("--folds", "K", "Make K folds instead", 2, maximum: 1000);
    private readonly Option<int?> _seed = NumberOption.Create("--seed", "N", "Another number gives another split (default: 0)", 0);
    private readonly Option<string[]> _validationPeople = People("--validation-people", "validation");
    private readonly Option<string[]> _testPeople = People("--test-people", "test");
    private readonly Option<string> _output = new("--output") { HelpName = "DIR", Description = "Folder to write to", DefaultValueFactory = _ => "split" };

    public DatasetSplitCommand(Terminal terminal) : base(
        terminal,
        "split",
        "Shares a dataset out by person and writes split.csv (file, label, person, part) and settings for training. A split that puts somebody in two parts, or of a dataset that does not say who is who, is refused.",
        new Example("./mien dataset split ravdess data/ravdess --validation 0.1 --test 0.2", "Three parts: split/split.csv and split/split.yaml"),
        new Example("./mien dataset split emodb data/emodb --folds 5", "Five folds, each with its settings: split/fold-1.yaml ..."),
        new Example("./mien dataset split emodb data/emodb --validation-people emodb/03 --test-people emodb/08 emodb/09", "Parts of named people"))
    {
        Add(_validation);
        Add(_test);
        Add(_folds);
        Add(_seed);
        Add(_validationPeople);
        Add(_testPeople);
        Add(_output);
    }

    /// <inheritdoc/>
    protected override Task<ExitCode> ExecuteAsync(ParseResult arguments, CancellationToken cancellation)
    {
        IReadOnlyList<DatasetItem> items = List(arguments);
        int seed = arguments.GetValue(_seed) ?? 0;
        string[] validation = arguments.GetValue(_validationPeople) ?? [], test = arguments.GetValue(_testPeople) ?? [];
        bool isNamed = validation.Length + test.Length > 0;
        int? folds = arguments.GetValue(_folds);
        if ((folds is not null && isNamed) || ((folds is not null || isNamed) && (arguments.GetValue(_validation) is not null || arguments.GetValue(_test) is not null)))
            throw new UserErrorException("Give shares, or --folds, or people by name, not several of them.");
        PersonSplit split = folds is { } count ? PersonSplit.IntoFolds(items, count, seed)
            : isNamed ? PersonSplit.ByNames(items, validation, test)
            : PersonSplit.ByShares(items, Shares(arguments.GetValue(_validation) ?? 0.1, arguments.GetValue(_test) ?? 0.2, seed));
        Write(split, Root(arguments), arguments.GetRequiredValue(_output), folds);
        foreach (string part in split.Parts)
            Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part}: {split.ItemsOf(part).Count()} items, {split.PeopleOf(part).Count} people"));
        Terminal.WriteLine(arguments.GetRequiredValue(_output));
        return Task.FromResult(ExitCode.Success);
    }

    // Of k folds each is the test part once, and the next one the part to choose by.
    private static void Write(PersonSplit split, string root, string output, int? folds)
    {
        AtomicFile.WriteAllText(Path.Combine(output, "split.csv"), split.ToCsv(root));
        if (folds is null)
        {
            WriteSettings(split, root, output, "split", "validation", "test");
            return;
        }
        foreach ((int index, string fold) in split.Parts.Index())
            WriteSettings(split, root, output, fold, split.Parts[(index + 1) % split.Parts.Count], fold);
    }

    // Configs of speech and clips name people; those of pictures name a table.
    private static void WriteSettings(PersonSplit split, string root, string output, string name, string validation, string test)
    {
        string table = Path.GetFullPath(Path.Combine(output, $"{name}.csv"));
        bool isOfPictures = split.ItemsOf(test).Any(item => item.Medium == ItemMedium.Picture);
        if (isOfPictures)
            AtomicFile.WriteAllText(table, split.ToCsv(root, validation, test));
        AtomicFile.WriteAllText(Path.Combine(output, $"{name}.yaml"), isOfPictures ? $"data:\n  split_file: '{table.Replace("'", "''", StringComparison.Ordinal)}'\n" : split.ToConfig(validation, test));
    }

    private static Option<string[]> People(string name, string part) =>
        new(name) { HelpName = "PERSON", Description = $"People of the {part} part, as `mien dataset stats --report` names them", AllowMultipleArgumentsPerToken = true };
}
