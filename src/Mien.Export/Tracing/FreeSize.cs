namespace Mien.Export.Tracing;

/// <summary>A size of a network's inputs that may differ from run to run: of all traced passes, one shows it with another value.</summary>
/// <param name="Name">Its name in a model file, for example <c>height</c>.</param>
/// <param name="Usual">Its value in the other passes.</param>
/// <param name="Varied">Its value in that one.</param>
internal sealed record FreeSize(string Name, long Usual, long Varied)
{
    /// <summary>A step that makes a size odd wherever a network halves it: rounding up and rounding down are told apart.</summary>
    public const long OddStep = 33;

    /// <summary>A step that keeps multiples of 32, for networks that take nothing else.</summary>
    public const long EvenStep = 32;

    private const long LargestUsual = 64; // what is free needs no large input

    /// <summary>How many samples stand in a batch.</summary>
    public static FreeSize Batch { get; } = new("batch", 2, 3);

    /// <summary>A size of a sample.</summary>
    public static FreeSize Of(string name, long size, long step) => new(name, Math.Min(size, LargestUsual), Math.Min(size, LargestUsual) + step);
}
