namespace Mien.Torch;

/// <summary>How the losses of samples become one result; the numbers are libtorch's own.</summary>
public enum Reduction
{
    /// <summary>Each sample's loss.</summary>
    None = 0,

    /// <summary>Their mean.</summary>
    Mean = 1,

    /// <summary>Their sum.</summary>
    Sum = 2,
}
