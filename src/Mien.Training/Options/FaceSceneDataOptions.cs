using Mien.Core;
using Mien.Data.Faces;
using Mien.Data.Kinds;
using Mien.Data.Scenes;
using Mien.Preprocessing;
using Mien.Vision;

namespace Mien.Training.Options;

/// <summary>Composed pictures for a face detector: frames with 68 landmarks, portraits of FER2013, and pictures without faces.</summary>
public sealed record FaceSceneDataOptions : DataOptions
{
    // What the teacher is nearly sure of is marked as uncertain, so that it is not taught as background.
    private const float TeacherThreshold = 0.4f;

    // What the earlier detector thought more likely a face than this is shown again.
    private const float EarlierThreshold = 0.25f;

    // The pictures of the search must not be those of the first epoch, nor the validation's.
    private const long EarlierSeed = 2_000_003;

    // Validation pictures must not be those of the first epoch.
    private const long ValidationSeed = 1_000_003;

    /// <summary>Folder of frames with 68 landmarks, within the root.</summary>
    public string Frames { get; init; } = "landmarks68";

    /// <summary>Folder of FER2013, within the root, or null for none.</summary>
    public string? Portraits { get; init; } = "fer2013";

    /// <summary>Films, pictures and folders of pictures without faces, relative to the root; shown in training only.</summary>
    public IReadOnlyList<string> Empties { get; init; } = [];

    /// <summary>A face detector (YuNet, or one of Mien's) that marks the faces beside the one with landmarks, in training frames only, relative to the root; null where there are none.</summary>
    public string? Teacher { get; init; }

    /// <summary>A face detector of an earlier round (its file), whose false faces in composed pictures are shown again in training; null for none.</summary>
    public string? Earlier { get; init; }

    /// <summary>In how many composed pictures the earlier detector's false faces are looked for.</summary>
    public int EarlierCount { get; init; } = 4000;

    /// <summary>How people are shared out.</summary>
    public PartShares Shares { get; init; } = new();

    /// <summary>How pictures are composed.</summary>
    public SceneOptions Scenes { get; init; } = new();

    /// <summary>Pictures an epoch.</summary>
    public int Count { get; init; } = 8000;

    /// <summary>Pictures that the best epoch is chosen by, and as many for the report.</summary>
    public int HeldOutCount { get; init; } = 600;

    /// <summary>Another seed composes other held-out pictures.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        OptionRange.Require(Count is >= 1 and <= 10_000_000, nameof(Count), Count, "from 1 to 10000000");
        OptionRange.Require(EarlierCount is >= 1 and <= 1_000_000, nameof(EarlierCount), EarlierCount, "from 1 to 1000000");
        OptionRange.Require(HeldOutCount is >= 1 and <= 1_000_000, nameof(HeldOutCount), HeldOutCount, "from 1 to 1000000");
        Scenes.Validate();
    }

    /// <inheritdoc/>
    public override PreprocessingSpec MakeSpec() => new PreprocessingSpec
    {
        Image = new ImageSpec { Width = Scenes.Size, Height = Scenes.Size, Mean = new RgbVector(0.5f, 0.5f, 0.5f), Std = new RgbVector(0.5f, 0.5f, 0.5f) },
        Labels = new EmotionLabelSet(["face"]),
    }.Validate();

    /// <inheritdoc/>
    public override FaceSceneDataset Open(DatasetPart part, CancellationToken cancellationToken = default)
    {
        bool isTraining = part == DatasetPart.Training;
        LandmarkedScenes frames = OpenFrames(part, cancellationToken);
        PortraitScenes? portraits = OpenPortraits(part);
        IFaceScenes? empties = isTraining ? EmptyScenes.Load(Empties.Select(path => Path.Combine(Root, path)), cancellationToken: cancellationToken) : null;
        FaceSceneComposer composer = new(Scenes, frames, portraits, empties);
        if (isTraining && Earlier is not null)
            composer = new FaceSceneComposer(Scenes, frames, portraits, empties, MineHardNegatives(composer, Earlier, cancellationToken));
        return new FaceSceneDataset(composer, MakeSpec().Image!, isTraining ? Count : HeldOutCount, Scenes.MaxFaces, isTraining ? Seed : ValidationSeed * Seed + (int)part);
    }

    /// <summary>Opens the frames that pictures of a part are composed from.</summary>
    /// <param name="part">The part.</param>
    /// <param name="cancellationToken">Stops the teacher.</param>
    public LandmarkedScenes OpenFrames(DatasetPart part, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<DatasetItem> items = FrameItems(part);
        if (part != DatasetPart.Training || Teacher is null)
            return LandmarkedScenes.List(items);
        using IFaceDetector teacher = OnnxFaceDetector.Load(Path.Combine(Root, Teacher), new FaceDetectorOptions { ScoreThreshold = TeacherThreshold });
        return LandmarkedScenes.List(items, teacher, cancellationToken);
    }

    /// <summary>Lists the frames of a part, as the dataset marks them.</summary>
    /// <param name="part">The part.</param>
    /// <exception cref="UserErrorException">There is none.</exception>
    public IReadOnlyList<DatasetItem> FrameItems(DatasetPart part)
    {
        string folder = Path.Combine(Root, Frames);
        ItemParts parts = ItemParts.Of([.. DroppedFiles.Without(new Landmarks68Kind().List(folder), folder).Where(item => item.Landmarks!.All(point => !Landmarks68.IsMissing(point)))], Shares);
        IReadOnlyList<DatasetItem> items = parts.Of(part);
        return items.Count > 0
            ? items
            : throw new UserErrorException($"The {part.ToString().ToLowerInvariant()} part of {folder} holds no frame with 68 known landmarks; check data.frames and data.shares.");
    }

    private IFaceScenes MineHardNegatives(FaceSceneComposer composer, string earlier, CancellationToken cancellationToken)
    {
        using IFaceDetector detector = OnnxFaceDetector.Load(earlier, new FaceDetectorOptions { ScoreThreshold = EarlierThreshold });
        return HardNegativeScenes.Mine(composer, detector, EarlierCount, EarlierSeed * Seed, cancellationToken);
    }

    private PortraitScenes? OpenPortraits(DatasetPart part) => Portraits is null ? null : new PortraitScenes(Path.Combine(Root, Portraits), part switch
    {
        DatasetPart.Training => Fer2013Split.Training,
        DatasetPart.Validation => Fer2013Split.PublicTest,
        _ => Fer2013Split.PrivateTest,
    });
}
