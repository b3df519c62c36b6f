namespace Mien.Synchronization;

/// <summary>
/// Where the items of one stream are: <c>Received = Paired + Alone + Dropped + Pending</c>, always.
/// </summary>
/// <param name="Received">Items handed in.</param>
/// <param name="Paired">Frames passed on with their sound; chunks passed on with a frame.</param>
/// <param name="Alone">Items passed on without the other stream, which was missing or late.</param>
/// <param name="Pending">Items that wait.</param>
/// <param name="QueueFull">Items dropped for <see cref="DropReason.QueueFull"/>.</param>
/// <param name="Stale">Items dropped for <see cref="DropReason.Stale"/>.</param>
/// <param name="OutOfOrder">Items dropped for <see cref="DropReason.OutOfOrder"/>.</param>
/// <param name="Duplicate">Items dropped for <see cref="DropReason.Duplicate"/>.</param>
/// <param name="Ended">Items dropped for <see cref="DropReason.Ended"/>.</param>
public sealed record StreamStatistics(long Received, long Paired, long Alone, int Pending, long QueueFull, long Stale, long OutOfOrder, long Duplicate, long Ended)
{
    /// <summary>Items dropped for any reason.</summary>
    public long Dropped => QueueFull + Stale + OutOfOrder + Duplicate + Ended;
}
