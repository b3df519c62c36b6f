using System.Collections;

namespace Mien.Core;

/// <summary>
/// The ordered emotion names of a model or dataset. Each model carries its own; nothing may assume an order.
/// Names are lower-case English: neutral happy sad surprise fear disgust anger contempt, and RAVDESS's calm.
/// </summary>
public sealed class EmotionLabelSet : IReadOnlyList<string>, IEquatable<EmotionLabelSet>
{
    private readonly string[] _names;

    /// <summary>Makes a set from names in the model's output order.</summary>
    /// <exception cref="ArgumentException">No names, an empty name, or a name twice.</exception>
    public EmotionLabelSet(IEnumerable<string> names)
    {
        _names = [.. names];
        if (_names.Length == 0)
            throw new ArgumentException("An emotion label set needs at least one name.", nameof(names));
        if (_names.Any(string.IsNullOrWhiteSpace))
            throw new ArgumentException("An emotion label must not be empty.", nameof(names));
        if (_names.Distinct().Count() != _names.Length)
            throw new ArgumentException($"An emotion label occurs twice in: {string.Join(", ", _names)}.", nameof(names));
    }

    /// <summary>The seven emotions that face and speech models share, and fused results use.</summary>
    public static EmotionLabelSet Shared7 { get; } = new(["neutral", "happy", "sad", "surprise", "fear", "disgust", "anger"]);

    /// <inheritdoc/>
    public int Count => _names.Length;

    /// <inheritdoc/>
    public string this[int index] => _names[index];

    /// <summary>Position of a name, or -1.</summary>
    public int IndexOf(string name) => Array.IndexOf(_names, name);

    /// <inheritdoc/>
    public bool Equals(EmotionLabelSet? other) => other is not null && _names.AsSpan().SequenceEqual(other._names);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as EmotionLabelSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _names.Aggregate(17, HashCode.Combine);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", _names);
}
