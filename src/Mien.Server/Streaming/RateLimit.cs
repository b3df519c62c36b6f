namespace Mien.Server.Streaming;

/// <summary>A token bucket: so many a second, in bursts of up to as many at once. For one thread.</summary>
/// <param name="perSecond">How many, above 0.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class RateLimit(double perSecond, TimeProvider clock)
{
    private readonly double _most = Math.Max(1, perSecond);
    private double _tokens = Math.Max(1, perSecond);
    private long _updated = clock.GetTimestamp();

    /// <summary>Counts one.</summary>
    /// <returns>Whether it is within the limit; otherwise it does not count.</returns>
    public bool TryTake()
    {
        long now = clock.GetTimestamp();
        _tokens = Math.Min(_most, _tokens + clock.GetElapsedTime(_updated, now).TotalSeconds * perSecond);
        _updated = now;
        if (_tokens < 1)
            return false;
        _tokens--;
        return true;
    }
}
