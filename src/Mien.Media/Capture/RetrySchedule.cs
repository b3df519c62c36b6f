namespace Mien.Media;

/// <summary>Exponential back-off: each delay is twice the one before, up to a limit.</summary>
internal sealed class RetrySchedule(TimeSpan first, TimeSpan last)
{
    /// <summary>The delay that was given out last; none before the first.</summary>
    public TimeSpan Last { get; private set; }

    /// <summary>The delay before the next try.</summary>
    public TimeSpan Next()
    {
        if (Last == TimeSpan.Zero)
            return Last = first;
        return Last = Last > last / 2 ? last : Last * 2;
    }

    /// <summary>Begins anew, as the source was well.</summary>
    public void Reset() => Last = TimeSpan.Zero;
}
