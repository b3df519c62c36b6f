namespace Mien.Export.Onnx;

/// <summary>The size of one dimension: a number, or a name where it may differ from run to run.</summary>
/// <param name="Size">The fixed size, or null.</param>
/// <param name="Symbol">The name of a size that may differ, or null.</param>
public readonly record struct OnnxDimension(long? Size, string? Symbol)
{
    /// <summary>A fixed size.</summary>
    public static implicit operator OnnxDimension(long size) => new(size, null);

    /// <summary>A named size.</summary>
    public static implicit operator OnnxDimension(string symbol) => new(null, symbol);

    /// <inheritdoc/>
    public override string ToString() => Symbol ?? Size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?";
}
