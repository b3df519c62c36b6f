using Mien.Core;
using Mien.Data.Faces;
using Mien.Data.Kinds;
using Mien.Data.Speech;

namespace Mien.Data.Clips;

/// <summary>
/// Clips of people who speak: a face from the film and the log-mel spectrogram of the recording, or one of them. In training the
/// face is that of a random moment, else of the middle one.
/// </summary>
public sealed class ClipDataset : IEmotionDataset
{
    private readonly FilmFaceReader? _films;
    private readonly FaceCropReader? _crops;
    private readonly SpeechDataset? _voices;
    private readonly FaceAugmentation? _faceAugmentation;
    private readonly ClipOptions _options;
    private readonly DatasetItem[] _items;
    private readonly bool[] _hasFace;
    private readonly int[] _voiceOf; // position in _voices, or -1
    private readonly int[] _labels;

    /// <summary>Searches the films for faces where that was not done before, and decodes the recordings.</summary>
    /// <param name="items">The clips; those that lack all that the model takes are left out.</param>
    /// <param name="labels">The model's labels; each clip's must be among them.</param>
    /// <param name="options">How clips become samples.</param>
    /// <param name="films">Reads faces; null where the model takes none.</param>
    /// <param name="crops">The same that <paramref name="films"/> cuts faces out with, or null.</param>
    /// <param name="makeVoices">Opens recordings as a dataset of speech; null where the model takes none.</param>
    /// <param name="faceAugmentation">How faces are varied in training, or null.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="UserErrorException">A clip is unreadable or has a label that the model has not, or none is left.</exception>
    public ClipDataset(
        IReadOnlyList<DatasetItem> items, EmotionLabelSet labels, ClipOptions options, FilmFaceReader? films, FaceCropReader? crops,
        Func<IReadOnlyList<SpeechSample>, SpeechDataset>? makeVoices, FaceAugmentationOptions? faceAugmentation = null, CancellationToken cancellationToken = default)
    {
        options.Validate();
        (_options, _films, _crops, Labels) = (options, options.Modality == ClipModality.Voice ? null : films, crops, labels);
        _faceAugmentation = faceAugmentation is null ? null : new FaceAugmentation(faceAugmentation);
        bool[] seen = FindFaces(items, cancellationToken);
        bool takesVoice = options.Modality != ClipModality.Face && makeVoices is not null;
        int[] kept = [.. Enumerable.Range(0, items.Count).Where(index => seen[index] || (takesVoice && items[index].SoundPath is not null))];
        if (kept.Length == 0)
            throw new UserErrorException($"None of the {items.Count} clips of this part has the {(options.Modality == ClipModality.Voice ? "recording" : "face")} that the model takes; check the folder and data.modality.");
        (_items, _hasFace) = ([.. kept.Select(index => items[index])], [.. kept.Select(index => seen[index])]);
        _labels = [.. _items.Select(item => labels.IndexOf(item.Label!))];
        if (Array.IndexOf(_labels, -1) is >= 0 and int foreign)
            throw new UserErrorException($"The clip {_items[foreign].Path} is labelled {_items[foreign].Label}, which is not among the model's labels: {labels}.");
        int[] heard = takesVoice ? [.. Enumerable.Range(0, _items.Length).Where(index => _items[index].SoundPath is not null)] : [];
        _voiceOf = [.. Enumerable.Range(0, _items.Length).Select(index => Array.IndexOf(heard, index))];
        if (takesVoice)
            _voices = makeVoices!([.. heard.Select(index => new SpeechSample(_items[index].SoundPath!, "clips", ItemParts.PersonOf(_items[index]), _items[index].Label!))]);
        Inputs = [.. MakeInputs()];
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInput> Inputs { get; }

    /// <inheritdoc/>
    public EmotionLabelSet Labels { get; }

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <summary>The people.</summary>
    public IReadOnlyList<SampleGroup> Groups =>
        [.. _items.Index().GroupBy(pair => ItemParts.PersonOf(pair.Item), (person, pairs) => new SampleGroup(person, [.. pairs.Select(pair => pair.Index)]))];

    /// <inheritdoc/>
    public int LabelOf(int index) => _labels[index];

    /// <summary>Which sides a clip has.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    public (bool Face, bool Voice) PresenceOf(int index) => (_hasFace[index], _voiceOf[index] >= 0);

    /// <inheritdoc/>
    public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
    {
        sample.Target.Clear();
        sample.Target[_labels[index]] = 1;
        (bool face, bool voice) = PresenceOf(index);
        if (augmentation is not null && face && voice)
            (face, voice) = augmentation.NextChance(_options.HideFaceProbability) ? (false, true) : (true, !augmentation.NextChance(_options.HideVoiceProbability));
        Span<float> rest = sample.Input;
        if (_films is not null)
        {
            Span<float> image = rest[.._crops!.Transform.ElementCount];
            rest = rest[image.Length..];
            if (face)
                ReadFace(_items[index].Path, image, augmentation);
            else
                image.Clear();
        }
        if (_voices is not null)
        {
            Span<float> audio = rest[.._voices.Inputs[0].Length];
            rest = rest[audio.Length..];
            if (voice)
                _voices.Read(_voiceOf[index], new SampleBuffer(audio, sample.Target), augmentation);
            else
                audio.Clear();
        }
        if (rest.Length > 0)
            (rest[0], rest[1]) = (face ? 1 : 0, voice ? 1 : 0);
    }

    private void ReadFace(string film, Span<float> image, SampleRandom? augmentation)
    {
        byte[] wide = _films!.Read(film, augmentation?.NextIndex(_films.Moments) ?? _films.Moments / 2);
        _crops!.Vary(wide, _faceAugmentation, augmentation, out byte[] rgb);
        _crops.Transform.Normalize(rgb, image);
    }

    private bool[] FindFaces(IReadOnlyList<DatasetItem> items, CancellationToken cancellationToken)
    {
        bool[] seen = new bool[items.Count];
        if (_films is null)
            return seen;
        try
        {
            Parallel.For(0, items.Count, new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
                index => seen[index] = items[index].Medium == ItemMedium.Film && _films.HasFace(items[index].Path, cancellationToken));
        }
        catch (AggregateException failure) when (failure.InnerExceptions.OfType<UserErrorException>().FirstOrDefault() is { } error)
        {
            throw error;
        }
        return seen;
    }

    private IEnumerable<SampleInput> MakeInputs()
    {
        if (_films is not null)
            yield return new SampleInput(SampleInput.Image, [3, _crops!.Transform.Spec.Height, _crops.Transform.Spec.Width]);
        if (_voices is not null)
            yield return _voices.Inputs[0];
        if (_films is not null && _voices is not null)
            yield return new SampleInput(SampleInput.Presence, [2]);
    }
}
