using System.Text.Json;
using Mien.Core;
using Mien.Torch;

namespace Mien.Training.Quantization;

/// <summary>
/// Ranges of activations by the places where they are brought to integers, found while training: the smallest and the largest value
/// of each sample, their means over a batch, and a moving average of these. What a single sample has far outside is cut off.
/// </summary>
public sealed class ActivationRanges
{
    private readonly double _decay;
    private readonly SortedDictionary<string, QuantizedRange?> _ranges = new(StringComparer.Ordinal);

    /// <summary>Ranges yet to be found.</summary>
    /// <param name="places">The places, named as <see cref="OperatorInterceptor"/> names calls.</param>
    /// <param name="decay">Share of a range that is kept with each batch, 0 to below 1.</param>
    public ActivationRanges(IEnumerable<string> places, double decay)
    {
        _decay = decay;
        foreach (string place in places)
            _ranges[place] = null;
    }

    /// <summary>Ranges that were found.</summary>
    public ActivationRanges(IReadOnlyDictionary<string, QuantizedRange> found)
    {
        foreach ((string place, QuantizedRange range) in found)
            _ranges[place] = range;
    }

    /// <summary>The ranges found so far.</summary>
    public IReadOnlyDictionary<string, QuantizedRange> Found => _ranges.Where(entry => entry.Value is not null).ToDictionary(entry => entry.Key, entry => entry.Value!.Value);

    /// <summary>Places that no batch has come to yet.</summary>
    public IEnumerable<string> Unseen => _ranges.Where(entry => entry.Value is null).Select(entry => entry.Key);

    /// <summary>The range of a place.</summary>
    /// <exception cref="InvalidOperationException">Nothing was observed there yet.</exception>
    public QuantizedRange this[string place] => _ranges[place] ?? throw new InvalidOperationException($"No activation was observed at {place}.");

    /// <summary>Whether values are brought to integers at a place.</summary>
    public bool Contains(string place) => _ranges.ContainsKey(place);

    /// <summary>Takes in the values of a batch.</summary>
    /// <param name="place">One of the places.</param>
    /// <param name="values">(N, ...).</param>
    public void Observe(string place, Tensor values)
    {
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        long[] perSample = [.. Enumerable.Range(1, values.Rank - 1).Select(dimension => (long)dimension)];
        double low = values.Amin(perSample).ToArray<float>().Average(), high = values.Amax(perSample).ToArray<float>().Average();
        if (!double.IsFinite(low) || !double.IsFinite(high))
            return; // the loss will tell
        _ranges[place] = _ranges[place] is { } before
            ? QuantizedRange.Of(_decay * before.Low + (1 - _decay) * low, _decay * before.High + (1 - _decay) * high)
            : QuantizedRange.Of(low, high);
    }

    /// <summary>Both ends of all ranges, in the places' order; zeros where none was found.</summary>
    public float[] Ends() => [.. _ranges.Values.SelectMany(range => range is { } known ? new[] { known.Low, known.High } : [0, 0])];

    /// <summary>Sets all ranges from their ends.</summary>
    /// <param name="ends">As <see cref="Ends"/> gives them.</param>
    public void SetEnds(IReadOnlyList<float> ends)
    {
        foreach ((int index, string place) in _ranges.Keys.ToArray().Index())
            _ranges[place] = new QuantizedRange(ends[2 * index], ends[2 * index + 1]);
    }

    /// <summary>Takes the ranges of a checkpoint.</summary>
    /// <exception cref="UserErrorException">They are of other places.</exception>
    public void Load(IReadOnlyDictionary<string, QuantizedRange> found)
    {
        if (found.Keys.FirstOrDefault(place => !_ranges.ContainsKey(place)) is { } unknown)
            throw new UserErrorException($"The checkpoint's ranges are those of another network: {unknown} is not in this one.");
        foreach ((string place, QuantizedRange range) in found)
            _ranges[place] = range;
    }

    /// <summary>Ranges as JSON: an object of pairs of numbers.</summary>
    public static string ToJson(IReadOnlyDictionary<string, QuantizedRange> ranges) =>
        JsonSerializer.Serialize(ranges.OrderBy(entry => entry.Key, StringComparer.Ordinal).ToDictionary(entry => entry.Key, entry => new[] { entry.Value.Low, entry.Value.High }));

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <param name="file">The file that it is from, for the error.</param>
    /// <exception cref="UserErrorException">It is damaged.</exception>
    public static IReadOnlyDictionary<string, QuantizedRange> FromJson(string json, string file)
    {
        try
        {
            Dictionary<string, float[]> ends = JsonSerializer.Deserialize<Dictionary<string, float[]>>(json)!;
            if (ends.Values.All(pair => pair is [<= 0, >= 0] && pair[1] > pair[0]))
                return ends.ToDictionary(entry => entry.Key, entry => new QuantizedRange(entry.Value[0], entry.Value[1]));
        }
        catch (JsonException)
        {
            // told below
        }
        throw new UserErrorException($"The ranges of activations in {file} are damaged; train or export it again.");
    }
}
