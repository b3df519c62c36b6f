using Mien.Core;
using Mien.Data;
using Mien.Data.Caching;
using Mien.Data.Clips;
using Mien.Data.Faces;
using Mien.Data.Kinds;
using Mien.Data.Speech;
using Mien.Preprocessing;

namespace Mien.Training.Options;

/// <summary>RAVDESS's clips with face and voice, split by actor.</summary>
public sealed record RavdessDataOptions : EmotionDataOptions, IPersonSplitOptions
{
    /// <summary>The dataset's folder within the root.</summary>
    public string Folder { get; init; } = "ravdess";

    /// <summary>Which sides of a clip the model takes.</summary>
    public ClipModality Modality { get; init; } = ClipModality.Both;

    /// <summary>People whose clips settings are chosen by, as <c>ravdess/01</c>.</summary>
    public IReadOnlyList<string> ValidationSpeakers { get; init; } = [];

    /// <summary>People whose clips are reported on once.</summary>
    public IReadOnlyList<string> TestSpeakers { get; init; } = [];

    /// <summary>People whose clips are not used at all.</summary>
    public IReadOnlyList<string> ExcludedSpeakers { get; init; } = [];

    /// <summary>Side of the model's square face input in pixels, at least 32.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>Margin around the detected face on each side, a fraction of its box.</summary>
    public float CropMargin { get; init; }

    /// <summary>Moments of each film whose faces are kept; training takes one of them at random.</summary>
    public int Moments { get; init; } = 8;

    /// <summary>Mel bands of the spectrogram.</summary>
    public int MelBands { get; init; } = 64;

    /// <summary>Frames of the spectrogram, each 512 samples (32 ms) after the one before.</summary>
    public int Frames { get; init; } = 300;

    /// <summary>What counts as 0 dB.</summary>
    public DecibelReference Reference { get; init; } = DecibelReference.Maximum;

    /// <summary>Coefficient of pre-emphasis; null for none.</summary>
    public float? PreEmphasis { get; init; }

    /// <summary>Subtracted from each value in dB.</summary>
    public float MeanDecibels { get; init; } = -50;

    /// <summary>Divides each value after the subtraction.</summary>
    public float StdDecibels { get; init; } = 20;

    /// <summary>Probability that a training sample's face is hidden, so that the model learns to do without.</summary>
    public float HideFaceProbability { get; init; }

    /// <summary>Probability that a training sample's voice is hidden.</summary>
    public float HideVoiceProbability { get; init; }

    /// <summary>Folder that keeps faces and decoded recordings between runs; null keeps them in memory.</summary>
    public string? CacheFolder { get; init; } = ".mien/cache/ravdess";

    /// <summary>Uses only the first so many clips of each label and part; null uses all.</summary>
    public int? LimitPerLabel { get; init; }

    /// <summary>How faces are varied in training.</summary>
    public FaceAugmentationOptions FaceAugmentation { get; init; } = new() { Brightness = 0, Contrast = 0, JitterBrightness = 0.2f, JitterContrast = 0.2f };

    /// <summary>How recordings are varied in training.</summary>
    public SpeechAugmentationOptions SpeechAugmentation { get; init; } = new();

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="UserErrorException">A speaker is in two parts.</exception>
    public void Validate()
    {
        OptionRange.Require(ImageSize is >= 32 and <= 4096, nameof(ImageSize), ImageSize, "from 32 to 4096");
        OptionRange.Require(Moments is >= 1 and <= 1000, nameof(Moments), Moments, "from 1 to 1000");
        OptionRange.Require(LimitPerLabel is null or >= 1, nameof(LimitPerLabel), LimitPerLabel, "at least 1, or null");
        PersonDisjointSplit.Require(("validation", ValidationSpeakers), ("test", TestSpeakers), ("excluded", ExcludedSpeakers));
        ClipOptions().Validate();
        MakeSpec();
    }

    /// <inheritdoc/>
    public override PreprocessingSpec MakeSpec() => new PreprocessingSpec
    {
        Image = Modality == ClipModality.Voice ? null : new ImageSpec { Width = ImageSize, Height = ImageSize, CropMargin = CropMargin },
        Audio = Modality == ClipModality.Face ? null : new AudioSpec
        {
            MelBands = MelBands,
            Frames = Frames,
            Reference = Reference,
            PreEmphasis = PreEmphasis,
            Mean = MeanDecibels,
            Std = StdDecibels,
        },
        Labels = SpeechLabels.Ravdess8,
    }.Validate();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> CountByPerson() =>
        new RavdessKind().List(Path.Combine(Root, Folder)).GroupBy(item => item.Person!).ToDictionary(person => person.Key, person => person.Count());

    /// <inheritdoc/>
    public EmotionDataOptions WithPeople(IReadOnlyList<string> validation, IReadOnlyList<string> test, IReadOnlyList<string> excluded) =>
        this with { ValidationSpeakers = validation, TestSpeakers = test, ExcludedSpeakers = excluded };

    /// <inheritdoc/>
    public override IEmotionDataset Open(DatasetPart part, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<DatasetItem> items = ItemsOf(part);
        PreprocessingSpec spec = MakeSpec();
        bool isTraining = part == DatasetPart.Training;
        ContentCache? cache = CacheFolder is null ? null : new ContentCache(CacheFolder);
        FaceCropReader? crops = spec.Image is { } image ? new FaceCropReader(image) : null;
        FilmFaceReader? films = crops is null ? null : new FilmFaceReader(crops, Moments, cache);
        Func<IReadOnlyList<SpeechSample>, SpeechDataset>? makeVoices = spec.Audio is not { } audio ? null : samples =>
            new SpeechDataset(samples, spec.Labels, audio, new WaveformStore(CacheFolder, audio.SampleRateHz), isTraining ? SpeechAugmentation : null, cancellationToken, cache);
        return new ClipDataset(items, spec.Labels, ClipOptions(), films, crops, makeVoices, isTraining ? FaceAugmentation : null, cancellationToken);
    }

    private DatasetItem[] ItemsOf(DatasetPart part)
    {
        IReadOnlyList<DatasetItem> all = DroppedFiles.Without(new RavdessKind().List(Path.Combine(Root, Folder)), Path.Combine(Root, Folder));
        SpeechSplit split = SpeechSplit.ByPerson(
            [.. all.Select(item => new SpeechSample(item.Path, "ravdess", item.Person!, item.Label!))], ValidationSpeakers, TestSpeakers, ExcludedSpeakers);
        HashSet<string> paths = [.. (part switch
        {
            DatasetPart.Training => split.Training,
            DatasetPart.Validation => split.Validation,
            _ => split.Test,
        }).Select(sample => sample.Path)];
        IEnumerable<DatasetItem> items = all.Where(item => paths.Contains(item.Path));
        return LimitPerLabel is { } limit ? [.. items.GroupBy(item => item.Label).SelectMany(group => group.Take(limit))] : [.. items];
    }

    private ClipOptions ClipOptions() => new() { Modality = Modality, HideFaceProbability = HideFaceProbability, HideVoiceProbability = HideVoiceProbability };
}
