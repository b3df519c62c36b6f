namespace Mien.Training.Distributed;

/// <summary>How soon a silent process counts as gone. One that ends is noticed at once.</summary>
public sealed record RankMonitorOptions
{
    /// <summary>Time between two signs of life.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Silence after which a process counts as gone: its machine has died, or it hangs.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A time is not above 0, or the patience is shorter than two beats.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Beat, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(Patience, 2 * Beat);
    }
}
