using Mien.Core;
using Mien.Data.Kinds;
using Mien.Preprocessing;

namespace Mien.Data.Features;

/// <summary>
/// Samples that are rows of numbers which another program extracted: the arrays of <c>features.npz</c> side by side as one input,
/// in memory.
/// </summary>
public sealed class FeatureDataset : IEmotionDataset
{
    private readonly FeatureSpec _spec;
    private readonly float[][] _features; // of each sample all steps, of each step the numbers of all arrays
    private readonly DatasetItem[] _items;
    private readonly int[] _labels;

    /// <summary>Reads the arrays.</summary>
    /// <param name="items">Rows, of one archive.</param>
    /// <param name="labels">The labels; rows with others are left out.</param>
    /// <param name="spec">Which arrays, and their shape.</param>
    /// <exception cref="UserErrorException">The archive lacks an array or a row, the arrays have another shape or hold something that is no number, or no row is left.</exception>
    public FeatureDataset(IReadOnlyList<DatasetItem> items, EmotionLabelSet labels, FeatureSpec spec)
    {
        (Labels, _spec) = (labels, spec.Validate());
        _items = [.. items.Where(item => item.Label is { } label && labels.IndexOf(label) >= 0)];
        if (_items.Length == 0)
            throw new UserErrorException($"None of the {items.Count} rows of features in this part has one of the labels {labels}; check data.labels and the index.");
        _labels = [.. _items.Select(item => labels.IndexOf(item.Label!))];
        _features = [.. _items.Select(_ => new float[(spec.Steps ?? 1) * spec.Dimension])];
        string path = _items[0].Path[.._items[0].Path.LastIndexOf('#')];
        using NpzArchive archive = NpzArchive.Open(path);
        int at = 0;
        foreach (string name in spec.Names)
            at += Copy(archive.Read(name), name, path, at);
        if (at != spec.Dimension)
            throw new UserErrorException($"The arrays {string.Join(" and ", spec.Names)} in {path} together have {at} numbers in a vector, not {spec.Dimension}; set data.dimension and model.dimension to {at}.");
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInput> Inputs => [new SampleInput(SampleInput.Features, _spec.Shape)];

    /// <inheritdoc/>
    public EmotionLabelSet Labels { get; }

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <summary>The people, where the index names all of them, and their datasets, where there are several; otherwise nothing.</summary>
    public IReadOnlyList<SampleGroup> Groups => _items.All(item => item.Person is not null)
        ? [.. GroupsBy("dataset", person => person.Split('/')[0], atLeast: 2), .. GroupsBy("person", person => person, atLeast: 1)]
        : [];

    /// <inheritdoc/>
    public int LabelOf(int index) => _labels[index];

    /// <inheritdoc/>
    public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
    {
        sample.Target.Clear();
        sample.Target[_labels[index]] = 1;
        _features[index].CopyTo(sample.Input);
    }

    private SampleGroup[] GroupsBy(string kind, Func<string, string> key, int atLeast)
    {
        SampleGroup[] groups = [.. _items.Index().GroupBy(pair => key(pair.Item.Person!), (name, pairs) => new SampleGroup(name, [.. pairs.Select(pair => pair.Index)], kind))];
        return groups.Length >= atLeast ? groups : [];
    }

    // The array's numbers of each sample and step, from a place in the step's vector on; gives how many they are.
    private int Copy(NpyArray array, string name, string path, int at)
    {
        string shape = $"({string.Join(", ", array.Shape)})";
        if (array.Shape.Count != (_spec.Steps is null ? 2 : 3))
            throw new UserErrorException(_spec.Steps is null
                ? $"The array {name} in {path} has the shape {shape}, but single vectors have two axes, rows and numbers; for sequences set data.steps."
                : $"The array {name} in {path} has the shape {shape}, but sequences have three axes, rows, steps and numbers; for single vectors leave data.steps out.");
        if (_spec.Steps is { } expected && array.Shape[1] != expected)
            throw new UserErrorException($"The array {name} in {path} has the shape {shape}, with {array.Shape[1]} steps; set data.steps to that, not {expected}.");
        if (_items.FirstOrDefault(item => item.Row >= array.Shape[0]) is { } beyond)
            throw new UserErrorException($"The index names row {beyond.Row}, but the array {name} in {path} has {array.Shape[0]}; both belong together.");
        int steps = _spec.Steps ?? 1, length = array.Shape[^1];
        if (at + length > _spec.Dimension)
            return length; // the sum is refused in the end
        for (int sample = 0; sample < _items.Length; sample++)
            for (int step = 0; step < steps; step++)
            {
                ReadOnlySpan<double> from = array.Values.Slice((_items[sample].Row * steps + step) * length, length);
                Span<float> to = _features[sample].AsSpan(step * _spec.Dimension + at, length);
                for (int index = 0; index < length; index++)
                    to[index] = float.IsFinite((float)from[index])
                        ? (float)from[index]
                        : throw new UserErrorException($"Row {_items[sample].Row} of the array {name} in {path} holds something that is no number (NaN or infinite); remove the row from the index or extract it again.");
            }
        return length;
    }
}
