namespace Mien.Data.Loading;

/// <summary>One process's share of a dataset: every <see cref="Count"/>-th position, from <see cref="Index"/> on.</summary>
public readonly record struct DatasetShard
{
    private readonly int _otherShards;

    /// <summary>Makes a share.</summary>
    /// <param name="index">Which share, from 0.</param>
    /// <param name="count">Number of shares.</param>
    public DatasetShard(int index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        (Index, _otherShards) = (index, count - 1);
    }

    /// <summary>All of it, where there is one process.</summary>
    public static DatasetShard Whole => default;

    /// <summary>Which share, from 0.</summary>
    public int Index { get; }

    /// <summary>Number of shares.</summary>
    public int Count => _otherShards + 1;

    /// <summary>Position in the whole of a position in this share.</summary>
    public int Position(int position) => checked(position * Count + Index);

    /// <summary>Positions of a whole of that many that are in this share.</summary>
    public int CountOf(int whole) => (whole - Index + _otherShards) / Count;
}
