namespace Mien.Export.Tracing;

/// <summary>An integer argument that is a multiple of the batch's size, as the two traced passes show.</summary>
/// <param name="Factor">The multiple.</param>
internal sealed record BatchMultiple(long Factor);
