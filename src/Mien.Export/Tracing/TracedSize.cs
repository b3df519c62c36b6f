using Mien.Export.Onnx;

namespace Mien.Export.Tracing;

/// <summary>A size of a tensor, or an integer argument, as the traced passes show it.</summary>
internal sealed class TracedSize
{
    private readonly IReadOnlyList<long> _observed;
    private readonly IReadOnlyList<FreeSize> _followed;

    /// <summary>Keeps what was seen.</summary>
    /// <param name="observed">The value in each pass: first that in which every free size has its usual value, then those that vary them, one each.</param>
    /// <param name="free">The free sizes.</param>
    public TracedSize(IReadOnlyList<long> observed, IReadOnlyList<FreeSize> free) =>
        (_observed, _followed) = (observed, [.. free.Where((_, i) => observed[i + 1] != observed[0])]);

    /// <summary>The value, where it is the same in all passes; null where it follows a free size.</summary>
    public long? Fixed => _followed.Count == 0 ? _observed[0] : null;

    /// <summary>Names of the free sizes that it follows; empty where it is fixed.</summary>
    public IEnumerable<string> Follows => _followed.Select(size => size.Name);

    /// <summary>Whether every pass shows both with the same value.</summary>
    public bool SameAs(TracedSize other) => _observed.SequenceEqual(other._observed);

    /// <summary>What this is divided by another size, where that is the same in all passes; otherwise null.</summary>
    public double? Ratio(TracedSize other)
    {
        double ratio = (double)_observed[0] / other._observed[0];
        return _observed.Zip(other._observed).All(pair => pair.First == ratio * pair.Second) ? ratio : null;
    }

    /// <summary>
    /// How a model file writes it: a number; a free size's name, its multiple or its part, rounded up or down where it must be; or nothing,
    /// where it follows one in another way or several.
    /// </summary>
    public OnnxDimension ToDimension()
    {
        if (Fixed is { } size)
            return size;
        if (_followed is not [var (name, usual, varied)])
            return default;
        (long first, long second) = (_observed[0], _observed.First(value => value != _observed[0]));
        return (first, second) switch
        {
            _ when first == usual && second == varied => name,
            _ when first % usual == 0 && second == first / usual * varied => $"{first / usual}*{name}",
            _ when first > 0 && usual % first == 0 && varied == usual / first * second => $"{name}/{usual / first}",
            _ => RoundedPart(),
        };

        OnnxDimension RoundedPart()
        {
            foreach (long part in (ReadOnlySpan<long>)[2, 4, 8, 16, 32])
            {
                if (first == (usual + part - 1) / part && second == (varied + part - 1) / part)
                    return $"ceil({name}/{part})";
                if (first == usual / part && second == varied / part)
                    return $"floor({name}/{part})";
            }
            return default;
        }
    }
}
