using Mien.Data;
using Mien.Data.Faces;
using Mien.Preprocessing;

namespace Mien.Training.Options;

/// <summary>FER2013 with FER+ votes.</summary>
public sealed record FaceDataOptions : EmotionDataOptions
{
    /// <summary>The dataset's folder within the root.</summary>
    public string Folder { get; init; } = "fer2013";

    /// <summary>Side of the model's square input in pixels, at least 32.</summary>
    public int ImageSize { get; init; } = 64;

    /// <summary>Margin that inference adds around a detected face so that the crop is framed as FER2013's pictures are; a fraction of the box.</summary>
    public float CropMargin { get; init; }

    /// <summary>Whether inference puts the eyes where they are in FER2013's pictures, where the detector gives landmarks.</summary>
    public FaceAlignment Alignment { get; init; } = FaceAlignment.Eyes;

    /// <summary>Whether the face in each picture is found and cropped as inference crops it, by landmarks; otherwise the picture is the crop.</summary>
    public bool Aligned { get; init; }

    /// <summary>Folder that keeps where the faces were found; null for none.</summary>
    public string? CacheFolder { get; init; } = ".mien/cache/fer2013";

    /// <summary>Whose labels count: FER2013's seven, or FER+'s eight.</summary>
    public Fer2013LabelSource LabelSource { get; init; } = Fer2013LabelSource.Fer2013;

    /// <summary>Weight of the FER+ votes in training targets, 0 (own label only) to 1 (votes only).</summary>
    public float VoteWeight { get; init; } = 0.5f;

    /// <summary>Whether training pictures that most FER+ voters called no face are left out.</summary>
    public bool DropNotFaces { get; init; } = true;

    /// <summary>Uses only the first so many pictures of each label; null uses all.</summary>
    public int? LimitPerLabel { get; init; }

    /// <summary>How training pictures are varied.</summary>
    public FaceAugmentationOptions Augmentation { get; init; } = new();

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ImageSize, 32, nameof(ImageSize));
        DatasetOptions(DatasetPart.Training).Validate();
        MakeSpec();
    }

    /// <inheritdoc/>
    public override PreprocessingSpec MakeSpec() => new PreprocessingSpec
    {
        Image = new ImageSpec { Width = ImageSize, Height = ImageSize, Color = ColorMode.Gray, CropMargin = CropMargin, Alignment = Alignment },
        Labels = Fer2013Targets.LabelsOf(LabelSource),
    }.Validate();

    /// <inheritdoc/>
    public override IEmotionDataset Open(DatasetPart part, CancellationToken cancellationToken = default)
    {
        Fer2013Split split = part switch
        {
            DatasetPart.Training => Fer2013Split.Training,
            DatasetPart.Validation => Fer2013Split.PublicTest,
            _ => Fer2013Split.PrivateTest,
        };
        FaceAugmentationOptions? augmentation = part == DatasetPart.Training ? Augmentation : null;
        return new Fer2013Dataset(Path.Combine(Root, Folder), split, DatasetOptions(part), MakeSpec().Image!, augmentation, cancellationToken);
    }

    private Fer2013Options DatasetOptions(DatasetPart part) => new()
    {
        LabelSource = LabelSource,
        VoteWeight = part == DatasetPart.Training ? VoteWeight : 0,
        DropNotFaces = DropNotFaces,
        LimitPerLabel = LimitPerLabel,
        Aligned = Aligned,
        CacheFolder = CacheFolder,
    };
}
