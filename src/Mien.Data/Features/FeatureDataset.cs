using Mien.Core;
using Mien.Data.Kinds;

namespace Mien.Data.Features;

/// <summary>Samples that are rows of numbers which others computed: one input for each array of <c>features.npz</c>, by its name.</summary>
public sealed class FeatureDataset : IEmotionDataset
{
    private readonly float[][] _arrays; // of each input (N, length)
    private readonly DatasetItem[] _items;
    private readonly int[] _labels;

    /// <summary>Reads the arrays.</summary>
    /// <param name="items">Rows, of one archive.</param>
    /// <param name="labels">The labels; rows with others are left out.</param>
    /// <param name="arrays">Names of the arrays that become inputs, in their order.</param>
    /// <exception cref="UserErrorException">The archive lacks an array or a row, an array is not (N, D), or no row is left.</exception>
    public FeatureDataset(IReadOnlyList<DatasetItem> items, EmotionLabelSet labels, IReadOnlyList<string> arrays)
    {
        Labels = labels;
        _items = [.. items.Where(item => item.Label is { } label && labels.IndexOf(label) >= 0)];
        if (_items.Length == 0)
            throw new UserErrorException($"None of the {items.Count} rows of features has one of the labels {labels}.");
        _labels = [.. _items.Select(item => labels.IndexOf(item.Label!))];
        string path = _items[0].Path[.._items[0].Path.LastIndexOf('#')];
        using NpzArchive archive = NpzArchive.Open(path);
        List<SampleInput> inputs = [];
        _arrays = new float[arrays.Count][];
        foreach ((int number, string name) in arrays.Index())
        {
            NpyArray array = archive.Read(name);
            if (array.Shape.Count != 2)
                throw new UserErrorException($"The array {name} in {path} has {array.Shape.Count} axes; features have two, rows and numbers.");
            if (_items.FirstOrDefault(item => item.Row >= array.Shape[0]) is { } beyond)
                throw new UserErrorException($"The index names row {beyond.Row}, but the array {name} in {path} has {array.Shape[0]}; both belong together.");
            _arrays[number] = array.ToSingle();
            inputs.Add(new SampleInput(name, [array.Shape[1]]));
        }
        Inputs = inputs;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SampleInput> Inputs { get; }

    /// <inheritdoc/>
    public EmotionLabelSet Labels { get; }

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <summary>The people, where the index names all of them; otherwise nothing.</summary>
    public IReadOnlyList<SampleGroup> Groups => _items.All(item => item.Person is not null)
        ? [.. _items.Index().GroupBy(pair => pair.Item.Person!, (person, pairs) => new SampleGroup(person, [.. pairs.Select(pair => pair.Index)]))]
        : [];

    /// <inheritdoc/>
    public int LabelOf(int index) => _labels[index];

    /// <inheritdoc/>
    public void Read(int index, SampleBuffer sample, SampleRandom? augmentation)
    {
        sample.Target.Clear();
        sample.Target[_labels[index]] = 1;
        int at = 0;
        for (int number = 0; number < _arrays.Length; number++)
        {
            int length = Inputs[number].Length;
            _arrays[number].AsSpan(_items[index].Row * length, length).CopyTo(sample.Input[at..]);
            at += length;
        }
    }
}
