namespace Mien.Torch;

/// <summary>A height and a width: of a kernel, stride, padding or picture.</summary>
/// <param name="Height">Along the rows' direction, the first of the two spatial dimensions.</param>
/// <param name="Width">Along the columns' direction, the last dimension.</param>
public readonly record struct Size2(long Height, long Width)
{
    /// <summary>The same number both ways.</summary>
    public static implicit operator Size2(long both) => new(both, both);

    /// <summary>Height and width.</summary>
    public static implicit operator Size2((long Height, long Width) size) => new(size.Height, size.Width);
}
