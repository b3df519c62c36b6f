using Mien.Core;
using Mien.Data.Kinds;

namespace Mien.Training.Options;

/// <summary>AffectNet with eight or eleven classes; validation.csv is the test part, and a share of training is held out to choose by.</summary>
public sealed record AffectNetDataOptions : FacePictureDataOptions
{
    /// <summary>8 for the emotions alone, 11 with none, uncertain and no face.</summary>
    public int Classes { get; init; } = 8;

    /// <summary>Sets AffectNet's own defaults.</summary>
    public AffectNetDataOptions() => (Folder, Shares) = ("affectnet", new PartShares { Validation = 0.02, Test = 0 });

    /// <inheritdoc/>
    public override void Validate()
    {
        OptionRange.Require(Classes is 8 or 11, nameof(Classes), Classes, "8 or 11");
        base.Validate();
    }

    /// <inheritdoc/>
    protected override EmotionLabelSet MakeLabels() => Classes == 11 ? AffectNetKind.AllLabels : AffectNetKind.EmotionLabels;

    /// <inheritdoc/>
    protected override IReadOnlyList<DatasetItem> List(string folder) => new AffectNetKind().List(folder);

    /// <inheritdoc/>
    protected override bool Accept(DatasetItem item, EmotionLabelSet labels) => labels.Contains(item.Label);
}
