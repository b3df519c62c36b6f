using Mien.Core;
using Mien.Data;
using Mien.Data.Features;
using Mien.Data.Kinds;
using Mien.Preprocessing;

namespace Mien.Training.Options;

/// <summary>Features that another program extracted: vectors or sequences of them, in NumPy arrays with an index.</summary>
public sealed record FeaturesDataOptions : EmotionDataOptions, IPersonSplitOptions
{
    /// <summary>The dataset's folder within the root.</summary>
    public string Folder { get; init; } = "features";

    /// <summary>Names of the arrays that the model sees, side by side.</summary>
    public IReadOnlyList<string> Arrays { get; init; } = ["features"];

    /// <summary>Vectors in a sequence, as the arrays have; null where a sample is a single vector.</summary>
    public int? Steps { get; init; }

    /// <summary>Numbers in a vector, those of all arrays together; the model's dimension is the same.</summary>
    public int Dimension { get; init; } = 1;

    /// <summary>The model's labels, in its order; rows with others are left out.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [.. EmotionLabelSet.Shared7];

    /// <summary>People whose samples settings are chosen by, as <c>dataset/actor</c>. With no list of people the index's parts count, or <see cref="Shares"/>.</summary>
    public IReadOnlyList<string> ValidationSpeakers { get; init; } = [];

    /// <summary>People whose samples are reported on once.</summary>
    public IReadOnlyList<string> TestSpeakers { get; init; } = [];

    /// <summary>People whose samples are not used at all.</summary>
    public IReadOnlyList<string> ExcludedSpeakers { get; init; } = [];

    /// <summary>How parts are made where no people are named and the index has no parts.</summary>
    public PartShares Shares { get; init; } = new();

    /// <summary>Uses only the first so many samples of each label and part; null uses all.</summary>
    public int? LimitPerLabel { get; init; }

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="UserErrorException">A person is in two parts.</exception>
    public void Validate()
    {
        OptionRange.Require(Arrays.Count > 0 && Arrays.Distinct().Count() == Arrays.Count, nameof(Arrays), $"[{string.Join(", ", Arrays)}]", "a list of different names");
        OptionRange.Require(Steps is null or (>= 2 and <= 100_000), nameof(Steps), Steps, "from 2 to 100000, or null for single vectors");
        OptionRange.Require(Dimension is >= 1 and <= 1_000_000, nameof(Dimension), Dimension, "from 1 to 1000000");
        OptionRange.Require(Labels.Count > 0 && Labels.Distinct().Count() == Labels.Count, nameof(Labels), $"[{string.Join(", ", Labels)}]", "a list of different names");
        OptionRange.Require(LimitPerLabel is null or >= 1, nameof(LimitPerLabel), LimitPerLabel, "at least 1, or null");
        PersonDisjointSplit.Require(("validation", ValidationSpeakers), ("test", TestSpeakers), ("excluded", ExcludedSpeakers));
        MakeSpec();
    }

    /// <inheritdoc/>
    public override PreprocessingSpec MakeSpec() => new PreprocessingSpec
    {
        Features = new FeatureSpec { Names = Arrays, Steps = Steps, Dimension = Dimension },
        Labels = new EmotionLabelSet(Labels),
    }.Validate();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> CountByPerson() => List()
        .GroupBy(item => item.Person ?? throw new UserErrorException($"The index of {Path.Combine(Root, Folder)} does not name the actor of every row, so its rows cannot be shared out by person."))
        .ToDictionary(person => person.Key, person => person.Count());

    /// <inheritdoc/>
    public EmotionDataOptions WithPeople(IReadOnlyList<string> validation, IReadOnlyList<string> test, IReadOnlyList<string> excluded) =>
        this with { ValidationSpeakers = validation, TestSpeakers = test, ExcludedSpeakers = excluded };

    /// <inheritdoc/>
    public override IEmotionDataset Open(DatasetPart part, CancellationToken cancellationToken = default)
    {
        ItemParts parts = ValidationSpeakers.Count + TestSpeakers.Count + ExcludedSpeakers.Count > 0
            ? ItemParts.ByPeople(List(), ValidationSpeakers, TestSpeakers, ExcludedSpeakers)
            : ItemParts.Of(List(), Shares);
        IReadOnlyList<DatasetItem> items = parts.Of(part);
        if (LimitPerLabel is { } limit)
            items = [.. items.GroupBy(item => item.Label).SelectMany(group => group.Take(limit))];
        PreprocessingSpec spec = MakeSpec();
        return new FeatureDataset(items, spec.Labels, spec.Features!);
    }

    private IReadOnlyList<DatasetItem> List() => [.. new FeaturesKind().List(Path.Combine(Root, Folder)).Where(item => Labels.Contains(item.Label))];
}
