namespace Mien.Export.Tracing;

/// <summary>A size of a network's inputs that may differ from run to run: of all traced passes, one shows it with another value.</summary>
/// <param name="Name">Its name in a model file, for example <c>height</c>.</param>
/// <param name="Usual">Its value in the other passes.</param>
/// <param name="Varied">Its value in that one.</param>
internal sealed record FreeSize(string Name, long Usual, long Varied)
{
    /// <summary>Small, as what is free needs no large input, and apart by what the networks here halve a picture by in all, 32: every size that follows moves.</summary>
    private const long LargestUsual = 64;
    private const long Step = 32;

    /// <summary>How many samples stand in a batch.</summary>
    public static FreeSize Batch { get; } = new("batch", 2, 3);

    /// <summary>A size of a sample.</summary>
    public static FreeSize Of(string name, long size) => new(name, Math.Min(size, LargestUsual), Math.Min(size, LargestUsual) + Step);
}
