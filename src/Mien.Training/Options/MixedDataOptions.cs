using Mien.Data;
using Mien.Preprocessing;

namespace Mien.Training.Options;

/// <summary>
/// Several datasets as one, for models with several heads: for example emotion labels from FER2013 and landmarks from elsewhere.
/// The first one's preprocessing and labels are the model's.
/// </summary>
public sealed record MixedDataOptions : EmotionDataOptions
{
    /// <summary>The datasets; their own roots are not used, only their folders.</summary>
    public IReadOnlyList<DataOptions> Sources { get; init; } = [];

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no source, or sources of different inputs.</exception>
    public void Validate()
    {
        OptionRange.Require(Sources.Count > 0, nameof(Sources), "an empty list", "at least one dataset");
        OptionRange.Require(Sources.All(source => source is EmotionDataOptions), nameof(Sources), "a dataset without emotions", "datasets with emotions for labels");
        PreprocessingSpec first = Sources[0].MakeSpec();
        foreach (PreprocessingSpec other in Sources.Skip(1).Select(source => source.MakeSpec()))
            OptionRange.Require(other.Image == first.Image && other.Audio == first.Audio && other.Features == first.Features, nameof(Sources), "a dataset with another preprocessing", "datasets with the same sizes, colours and alignment");
    }

    /// <inheritdoc/>
    public override PreprocessingSpec MakeSpec() => Sources[0].MakeSpec();

    /// <inheritdoc/>
    public override IEmotionDataset Open(DatasetPart part, CancellationToken cancellationToken = default) =>
        new MixedDataset([.. Sources.Cast<EmotionDataOptions>().Select(source => (source with { Root = Root }).Open(part, cancellationToken))]);
}
