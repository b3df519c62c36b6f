namespace Mien.Export.Tracing;

/// <summary>An input of a computation to trace; it holds 32-bit floats.</summary>
/// <param name="Name">Its name in a model file.</param>
/// <param name="Sample">Shape of one sample, without the batch.</param>
internal sealed record TracedInput(string Name, IReadOnlyList<InputDimension> Sample)
{
    /// <summary>The shape in a pass.</summary>
    /// <param name="sizes">The pass's free sizes by name, the batch among them.</param>
    public long[] Shape(IReadOnlyDictionary<string, long> sizes) =>
        [sizes[FreeSize.Batch.Name], .. Sample.Select(dimension => dimension.Name is { } name && sizes.TryGetValue(name, out long size) ? size : dimension.Size)];
}
