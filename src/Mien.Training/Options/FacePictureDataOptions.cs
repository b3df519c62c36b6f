using Mien.Core;
using Mien.Data;
using Mien.Data.Caching;
using Mien.Data.Faces;
using Mien.Data.Kinds;
using Mien.Preprocessing;

namespace Mien.Training.Options;

/// <summary>Faces in picture files, whichever dataset they are of.</summary>
public abstract record FacePictureDataOptions : EmotionDataOptions
{
    /// <summary>The dataset's folder within the root.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Side of the model's square input in pixels, at least 32.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>The colours that the model sees.</summary>
    public ColorMode Color { get; init; } = ColorMode.Rgb;

    /// <summary>Margin around the face's box on each side, a fraction of the box; inference adds the same.</summary>
    public float CropMargin { get; init; }

    /// <summary>Whether eyes are put in one place where landmarks are known; inference does the same.</summary>
    public FaceAlignment Alignment { get; init; } = FaceAlignment.None;

    /// <summary>Where the eyes are put: height from the crop's top, a fraction of its height; null for <see cref="ImageSpec"/>'s default.</summary>
    public float? EyeLine { get; init; }

    /// <summary>Distance at which the eyes of a face seen from the front are put, a fraction of the crop's width; null for <see cref="ImageSpec"/>'s default.</summary>
    public float? EyeDistance { get; init; }

    /// <summary>Whether samples carry 68 landmarks, for a landmark head.</summary>
    public bool Landmarks { get; init; }

    /// <summary>Whether samples say which landmarks the augmentation's rectangle hides, for a landmark network that tells them.</summary>
    public bool Hidden { get; init; }

    /// <summary>Whether samples carry valence and arousal, for a head of them.</summary>
    public bool ValenceArousal { get; init; }

    /// <summary>A table (file, part) that `mien dataset split` wrote, which decides the parts; null for the dataset's own or by shares.</summary>
    public string? SplitFile { get; init; }

    /// <summary>How parts are made that the dataset does not come in.</summary>
    public PartShares Shares { get; init; } = new();

    /// <summary>Uses only the first so many pictures of each label and part; null uses all.</summary>
    public int? LimitPerLabel { get; init; }

    /// <summary>Folder that keeps decoded faces between epochs and runs; null for none.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>How training pictures are varied.</summary>
    public FaceAugmentationOptions Augmentation { get; init; } = new() { Brightness = 0, Contrast = 0, JitterBrightness = 0.2f, JitterContrast = 0.2f };

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public virtual void Validate()
    {
        OptionRange.Require(ImageSize is >= 32 and <= 4096, nameof(ImageSize), ImageSize, "from 32 to 4096");
        OptionRange.Require(LimitPerLabel is null or >= 1, nameof(LimitPerLabel), LimitPerLabel, "at least 1, or null");
        MakeSpec();
    }

    /// <inheritdoc/>
    public override PreprocessingSpec MakeSpec() => new PreprocessingSpec
    {
        Image = MakeImageSpec(),
        Labels = MakeLabels(),
    }.Validate();

    private ImageSpec MakeImageSpec()
    {
        ImageSpec spec = new() { Width = ImageSize, Height = ImageSize, Color = Color, CropMargin = CropMargin, Alignment = Alignment };
        return spec with { EyeLine = EyeLine ?? spec.EyeLine, EyeDistance = EyeDistance ?? spec.EyeDistance };
    }

    /// <inheritdoc/>
    public override IEmotionDataset Open(DatasetPart part, CancellationToken cancellationToken = default)
    {
        EmotionLabelSet labels = MakeLabels();
        string folder = Path.Combine(Root, Folder);
        ItemParts parts = ItemParts.Of([.. Split(DroppedFiles.Without(List(folder), folder), folder).Where(item => Accept(item, labels))], Shares);
        IReadOnlyList<DatasetItem> items = Clean(parts.Of(part), part, cancellationToken);
        if (LimitPerLabel is { } limit)
            items = [.. items.GroupBy(item => item.Label ?? "").SelectMany(group => group.Take(limit))];
        FaceCropReader crops = new(MakeSpec().Image!, CacheFolder is null ? null : new ContentCache(CacheFolder));
        FacePictureOptions options = new() { Landmarks = Landmarks, Hidden = Hidden, ValenceArousal = ValenceArousal };
        return new FacePictureDataset(items, labels, crops, options, part == DatasetPart.Training ? Augmentation : null);
    }

    private IReadOnlyList<DatasetItem> Split(IReadOnlyList<DatasetItem> items, string folder) => SplitFile is null ? items : SplitTable.Apply(items, SplitFile, folder);

    /// <summary>The model's labels, in its order.</summary>
    protected abstract EmotionLabelSet MakeLabels();

    /// <summary>Lists the dataset.</summary>
    /// <param name="folder">Its folder.</param>
    protected abstract IReadOnlyList<DatasetItem> List(string folder);

    /// <summary>Leaves out items of a part that cannot be trusted; here none.</summary>
    /// <param name="items">The part's items.</param>
    /// <param name="part">The part.</param>
    /// <param name="cancellationToken">Ends the search for them.</param>
    protected virtual IReadOnlyList<DatasetItem> Clean(IReadOnlyList<DatasetItem> items, DatasetPart part, CancellationToken cancellationToken) => items;

    /// <summary>Whether an item is used at all.</summary>
    /// <param name="item">The item.</param>
    /// <param name="labels">The model's labels.</param>
    protected abstract bool Accept(DatasetItem item, EmotionLabelSet labels);
}
