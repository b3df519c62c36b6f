using Mien.Core;

namespace Mien.Export.Tracing;

/// <summary>
/// One ATen operator call of a traced forward pass. An argument is null, a <see cref="TracedValue"/> or an array of them, a bool, a long,
/// a double, a string, a long[], or a <see cref="TracedSize"/> that follows a free size (in a list of integers: an object[] of long and <see cref="TracedSize"/>).
/// </summary>
/// <param name="Operator">The operator with its overload, for example <c>aten::softmax.int</c>.</param>
/// <param name="ModulePath">Path of the module that called it, for example <c>encoder.features.0</c>.</param>
/// <param name="Arguments">The arguments, by position; trailing ones may be left to the schema's defaults.</param>
/// <param name="Results">The results.</param>
internal sealed record TracedCall(string Operator, string ModulePath, IReadOnlyList<object?> Arguments, IReadOnlyList<TracedValue> Results)
{
    /// <summary>The only or first result.</summary>
    public TracedValue Result => Results[0];

    public bool Has(int index) => index < Arguments.Count && Arguments[index] is not null;

    public TracedValue Tensor(int index) => Argument<TracedValue>(index);

    public IReadOnlyList<TracedValue> Tensors(int index) => Argument<TracedValue[]>(index);

    public long Long(int index, long? fallback = null) => Optional(index, fallback);

    public string Text(int index) => Argument<string>(index);

    public bool Bool(int index, bool? fallback = null) => Optional(index, fallback);

    /// <summary>A number, whether it was given as an integer or not.</summary>
    public double Double(int index, double? fallback = null) => Has(index) && Arguments[index] is long whole ? whole : Optional(index, fallback);

    /// <summary>A list of integers; one integer stands for a list of one.</summary>
    public long[] Longs(int index, long[]? fallback = null)
    {
        if (!Has(index) && fallback is not null)
            return fallback;
        return Arguments[index] is long single ? [single] : Argument<long[]>(index);
    }

    /// <summary>An integer for each dimension of a picture or a sequence; one integer stands for all.</summary>
    /// <param name="index">Position of the argument.</param>
    /// <param name="dimensions">Number of dimensions: 2 for pictures, 1 for sequences.</param>
    /// <param name="fallback">The schema's default for each; null where it is an empty list or there is none.</param>
    public long[] Spatial(int index, int dimensions, long? fallback = null)
    {
        long[] values = Longs(index, fallback is { } value ? [value] : []);
        return values.Length == 1 ? [.. Enumerable.Repeat(values[0], dimensions)] : values;
    }

    /// <summary>A dimension counted from the front, whether it was given from the front or the back.</summary>
    /// <param name="index">Position of the argument.</param>
    /// <param name="rank">Number of dimensions.</param>
    /// <param name="fallback">The schema's default.</param>
    public long Dimension(int index, int rank, long? fallback = null)
    {
        long dimension = Long(index, fallback);
        return dimension < 0 ? dimension + rank : dimension;
    }

    /// <summary>The error for a call that has no ONNX counterpart.</summary>
    public UserErrorException Unsupported(string reason) =>
        new($"The operator {Operator} in {(ModulePath.Length == 0 ? "the model" : $"module {ModulePath}")} cannot be exported: {reason}.");

    private UserErrorException FollowsFreeSize(int index, IEnumerable<TracedSize> sizes) =>
        Unsupported($"its argument {index} follows {string.Join(" and ", sizes.SelectMany(size => size.Follows).Distinct())}, which an exported model must not fix");

    private T Optional<T>(int index, T? fallback) where T : struct =>
        !Has(index) && fallback is { } value ? value : Argument<T>(index);

    private T Argument<T>(int index) => (index < Arguments.Count ? Arguments[index] : null) switch
    {
        T value => value,
        TracedSize size => throw FollowsFreeSize(index, [size]),
        object[] sizes => throw FollowsFreeSize(index, sizes.OfType<TracedSize>()),
        var other => throw Unsupported($"its argument {index} is {other?.GetType().Name ?? "missing"}, where {typeof(T).Name} was expected"),
    };
}
