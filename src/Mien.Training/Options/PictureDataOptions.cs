using Mien.Core;
using Mien.Data.Kinds;

namespace Mien.Training.Options;

/// <summary>A folder of one's own pictures.</summary>
public abstract record PictureDataOptions : FacePictureDataOptions
{
    /// <summary>The model's labels, in its order.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [.. EmotionLabelSet.Shared7];

    /// <summary>Whether pictures with other labels are left out; otherwise they are an error.</summary>
    public bool IgnoreOtherLabels { get; init; }

    /// <inheritdoc/>
    public override void Validate()
    {
        OptionRange.Require(Labels.Count > 0 && Labels.Distinct().Count() == Labels.Count, nameof(Labels), $"[{string.Join(", ", Labels)}]", "a list of different names");
        base.Validate();
    }

    /// <inheritdoc/>
    protected override EmotionLabelSet MakeLabels() => new(Labels);

    /// <inheritdoc/>
    protected override bool Accept(DatasetItem item, EmotionLabelSet labels) => !IgnoreOtherLabels || item.Label is null || labels.Contains(item.Label);
}
