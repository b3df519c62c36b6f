namespace Mien.Export;

/// <summary>A size of a model's input that could differ from run to run, and whether it does in a model file.</summary>
/// <param name="Name">Its name: <c>height</c>, <c>width</c>, <c>frames</c> or <c>steps</c>.</param>
/// <param name="Size">What the model's preprocessing makes it.</param>
/// <param name="FixedBecause">Why the file takes no other value, as a sentence; null where it does.</param>
public sealed record InputSize(string Name, long Size, string? FixedBecause)
{
    /// <summary>Whether the file takes other values.</summary>
    public bool IsFree => FixedBecause is null;
}
