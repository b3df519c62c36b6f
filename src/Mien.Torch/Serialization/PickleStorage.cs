namespace Mien.Torch;

/// <summary>A storage that a pickle refers to: elements that lie in an entry of the archive.</summary>
/// <param name="DType">Type of the elements.</param>
/// <param name="Key">Name of the entry.</param>
/// <param name="Elements">Number of elements.</param>
internal sealed record PickleStorage(DType DType, string Key, long Elements);
