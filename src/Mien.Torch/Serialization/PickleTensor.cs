namespace Mien.Torch;

/// <summary>A tensor as a pickle describes it: a strided view of a storage.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Offset">Elements before the first one.</param>
/// <param name="Shape">Size of each dimension.</param>
/// <param name="Strides">Elements from one step along each dimension to the next.</param>
internal sealed record PickleTensor(PickleStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    /// <summary>Whether every element lies in the storage.</summary>
    public bool FitsStorage()
    {
        if (Shape.Length != Strides.Length || Offset < 0 || Shape.Any(size => size < 0) || Strides.Any(stride => stride < 0))
            return false;
        if (Shape.Contains(0))
            return true;
        Int128 last = Offset;
        for (int i = 0; i < Shape.Length; i++)
            last += (Int128)(Shape[i] - 1) * Strides[i];
        return last < Storage.Elements;
    }
}
