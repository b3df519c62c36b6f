namespace Mien.Export;

/// <summary>One dimension of a sample that a network takes.</summary>
/// <param name="Size">The size that its preprocessing makes.</param>
/// <param name="Name">The name of a size that may differ from run to run where the network allows it; null where it never may.</param>
internal readonly record struct InputDimension(long Size, string? Name)
{
    /// <summary>A dimension that is always the same.</summary>
    public static implicit operator InputDimension(long size) => new(size, null);
}
