using Mien.Core;
using Mien.Data;
using Mien.Data.Caching;
using Mien.Data.Speech;
using Mien.Preprocessing;

namespace Mien.Training.Options;

/// <summary>Recordings of one or more corpora, split by person.</summary>
public sealed record SpeechDataOptions : EmotionDataOptions, IPersonSplitOptions
{
    /// <summary>The corpora, each in its folder within the root.</summary>
    public IReadOnlyList<CorpusOptions> Corpora { get; init; } = [new CorpusOptions { Name = "ravdess", Folder = "ravdess_speech" }];

    /// <summary>The model's labels, in its order; recordings of other emotions are left out. The default is RAVDESS's eight.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [.. SpeechLabels.Ravdess8];

    /// <summary>People whose recordings settings are chosen by, as <c>corpus/id</c>.</summary>
    public IReadOnlyList<string> ValidationSpeakers { get; init; } = [];

    /// <summary>People whose recordings are reported on once.</summary>
    public IReadOnlyList<string> TestSpeakers { get; init; } = [];

    /// <summary>People whose recordings are not used at all.</summary>
    public IReadOnlyList<string> ExcludedSpeakers { get; init; } = [];

    /// <summary>Mel bands of the spectrogram.</summary>
    public int MelBands { get; init; } = 64;

    /// <summary>Frames of the spectrogram, each 512 samples (32 ms) after the one before.</summary>
    public int Frames { get; init; } = 300;

    /// <summary>Whether the loudest value of a recording is 0 dB, which makes the level of recording irrelevant.</summary>
    public DecibelReference Reference { get; init; } = DecibelReference.Maximum;

    /// <summary>Coefficient of pre-emphasis; null for none.</summary>
    public float? PreEmphasis { get; init; }

    /// <summary>Subtracted from each value in dB.</summary>
    public float MeanDecibels { get; init; } = -50;

    /// <summary>Divides each value after the subtraction.</summary>
    public float StdDecibels { get; init; } = 20;

    /// <summary>Folder that keeps decoded recordings and spectrograms between runs; null for none.</summary>
    public string? CacheFolder { get; init; } = ".mien/cache/waveforms";

    /// <summary>Uses only the first so many recordings of each label and part; null uses all.</summary>
    public int? LimitPerLabel { get; init; }

    /// <summary>How training recordings are varied.</summary>
    public SpeechAugmentationOptions Augmentation { get; init; } = new();

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="UserErrorException">A speaker is in two parts.</exception>
    public void Validate()
    {
        OptionRange.Require(Corpora.Count > 0, nameof(Corpora), "an empty list", "at least one corpus");
        OptionRange.Require(LimitPerLabel is null or >= 1, nameof(LimitPerLabel), LimitPerLabel, "at least 1, or null");
        PersonDisjointSplit.Require(("validation", ValidationSpeakers), ("test", TestSpeakers), ("excluded", ExcludedSpeakers));
        MakeSpec();
    }

    /// <inheritdoc/>
    public override PreprocessingSpec MakeSpec() => new PreprocessingSpec
    {
        Audio = new AudioSpec
        {
            MelBands = MelBands,
            Frames = Frames,
            Reference = Reference,
            PreEmphasis = PreEmphasis,
            Mean = MeanDecibels,
            Std = StdDecibels,
        },
        Labels = new EmotionLabelSet(Labels),
    }.Validate();

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> CountByPerson() =>
        Corpora.SelectMany(corpus => corpus.Read(Root)).GroupBy(sample => sample.Speaker).ToDictionary(person => person.Key, person => person.Count());

    /// <inheritdoc/>
    public EmotionDataOptions WithPeople(IReadOnlyList<string> validation, IReadOnlyList<string> test, IReadOnlyList<string> excluded) =>
        this with { ValidationSpeakers = validation, TestSpeakers = test, ExcludedSpeakers = excluded };

    /// <inheritdoc/>
    public override IEmotionDataset Open(DatasetPart part, CancellationToken cancellationToken = default)
    {
        SpeechSplit split = SpeechSplit.ByPerson([.. Corpora.SelectMany(corpus => corpus.Read(Root)).Where(sample => Labels.Contains(sample.Label))], ValidationSpeakers, TestSpeakers, ExcludedSpeakers);
        IReadOnlyList<SpeechSample> samples = part switch
        {
            DatasetPart.Training => split.Training,
            DatasetPart.Validation => split.Validation,
            _ => split.Test,
        };
        if (LimitPerLabel is { } limit)
            samples = [.. samples.GroupBy(sample => sample.Label).SelectMany(group => group.Take(limit))];
        AudioSpec spec = MakeSpec().Audio!;
        SpeechAugmentationOptions? augmentation = part == DatasetPart.Training ? Augmentation : null;
        return new SpeechDataset(samples, new EmotionLabelSet(Labels), spec, new WaveformStore(CacheFolder, spec.SampleRateHz), augmentation, cancellationToken, CacheFolder is null ? null : new ContentCache(CacheFolder));
    }
}
