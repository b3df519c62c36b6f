using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Mien.Core;
using Mien.Data.Caching;
using Mien.Preprocessing;

namespace Mien.Data.Speech;

/// <summary>
/// Recordings as log-mel spectrograms. Samples are kept in memory; where they are not varied, so are their spectrograms once made.
/// </summary>
public sealed class SpeechDataset : IEmotionDataset
{
    private const float FullScale = 32768;

    private readonly AudioSpec _spec;
    private readonly SpeechAugmentation? _augmentation;
    private readonly short[][] _waveforms;
    private readonly int[] _labels;
    private readonly float[]?[] _logMels; // (MelBands, Frames) each, made when first read
    private readonly ContentCache? _cache;
    private readonly ConcurrentBag<LogMelExtractor> _extractors = [];

    /// <summary>Decodes recordings into memory.</summary>
    /// <param name="samples">The recordings.</param>
    /// <param name="labels">The model's labels; each recording's must be among them.</param>
    /// <param name="spec">What the model expects of its sound.</param>
    /// <param name="waveforms">Decodes and caches.</param>
    /// <param name="augmentation">How training recordings are varied, or null for not at all.</param>
    /// <param name="cancellationToken">Stops the decoding.</param>
    /// <param name="cache">Keeps spectrograms of recordings that are not varied between runs, or null.</param>
    /// <exception cref="UserErrorException">A recording is unreadable or has a label that the model has not.</exception>
    public SpeechDataset(
        IReadOnlyList<SpeechSample> samples, EmotionLabelSet labels, AudioSpec spec, WaveformStore waveforms, SpeechAugmentationOptions? augmentation = null, CancellationToken cancellationToken = default, ContentCache? cache = null)
    {
        (Samples, Labels, _spec, _cache) = (samples, labels, spec.Validate(), cache);
        _augmentation = augmentation is null ? null : new SpeechAugmentation(augmentation);
        _labels = [.. samples.Select(sample => labels.IndexOf(sample.Label))];
        if (Array.IndexOf(_labels, -1) is >= 0 and int foreign)
            throw new UserErrorException($"The recording {samples[foreign].Path} is labelled {samples[foreign].Label}, which is not among the model's labels: {labels}.");
        _logMels = new float[]?[samples.Count];
        _waveforms = waveforms.Read([.. samples.Select(sample => sample.Path)], cancellationToken);
    }

    /// <summary>Who says what and how, by index.</summary>
    public IReadOnlyList<SpeechSample> Samples { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInput> Inputs => [new(SampleInput.Audio, [1, _spec.MelBands, _spec.Frames])];

    /// <inheritdoc/>
    public EmotionLabelSet Labels { get; }

    /// <inheritdoc/>
    public int Count => _waveforms.Length;

    /// <inheritdoc/>
    public IReadOnlyList<SampleGroup> Groups =>
        [.. GroupsBy("dataset", sample => sample.Dataset, atLeast: 2), .. GroupsBy("sex", SpeakerSex.Of, atLeast: 2), .. GroupsBy("person", sample => sample.Speaker, atLeast: 1)];

    /// <inheritdoc/>
    public int LabelOf(int index) => _labels[index];

    /// <inheritdoc/>
    public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
    {
        sample.Target.Clear();
        sample.Target[_labels[index]] = 1;
        if (augmentation is null || _augmentation is null)
        {
            (_logMels[index] ??= ReadOrExtract(index)).CopyTo(sample.Input);
            return;
        }
        Extract(_augmentation.Apply(Waveform(index), _spec.SampleRateHz, augmentation)).CopyTo(sample.Input);
        _augmentation.Mask(sample.Input, _spec.MelBands, _spec.Frames, augmentation);
    }

    private IReadOnlyList<SampleGroup> GroupsBy(string kind, Func<SpeechSample, string?> key, int atLeast)
    {
        SampleGroup[] groups = [.. Samples
            .Select((sample, index) => (Name: key(sample), Index: index))
            .Where(pair => pair.Name is not null)
            .GroupBy(pair => pair.Name!, (name, pairs) => new SampleGroup(name, [.. pairs.Select(pair => pair.Index)], kind))];
        return groups.Length >= atLeast ? groups : [];
    }

    private float[] ReadOrExtract(int index)
    {
        if (_cache is null)
            return Extract(Waveform(index));
        string key = ContentCache.KeyOf(WaveformStore.ToBytes(_waveforms[index]), $"log-mel 1|{_spec}");
        byte[] values = _cache.GetOrAdd(key, () => MemoryMarshal.AsBytes<float>(Extract(Waveform(index))).ToArray());
        return MemoryMarshal.Cast<byte, float>(values).ToArray();
    }

    private float[] Waveform(int index)
    {
        short[] stored = _waveforms[index];
        float[] samples = new float[stored.Length];
        for (int sample = 0; sample < samples.Length; sample++)
            samples[sample] = stored[sample] / FullScale;
        return samples;
    }

    // An extractor serves one thread at a time; there are never more than threads.
    private float[] Extract(float[] samples)
    {
        LogMelExtractor extractor = _extractors.TryTake(out LogMelExtractor? idle) ? idle : new LogMelExtractor(_spec);
        float[] logMel = new float[extractor.FeatureCount];
        extractor.Extract(samples, logMel);
        _extractors.Add(extractor);
        return logMel;
    }
}
