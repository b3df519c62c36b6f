namespace Mien.Torch;

/// <summary>How a collective makes one number of each process's.</summary>
public enum ReduceOperation
{
    /// <summary>Their sum.</summary>
    Sum = 0,

    /// <summary>The smallest.</summary>
    Minimum = 1,

    /// <summary>The largest.</summary>
    Maximum = 2,
}
