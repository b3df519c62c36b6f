namespace Mien.Training.Tasks;

/// <summary>One output of a network for a batch, from whichever engine ran it.</summary>
/// <param name="Values">The numbers, row-major.</param>
/// <param name="Shape">(B, ...).</param>
public sealed record NetworkOutput(float[] Values, IReadOnlyList<long> Shape);
