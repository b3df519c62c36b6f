using System.Diagnostics;

namespace Mien.Analysis;

/// <summary>Says when written rows should go to the disk: once a second, so that a run that is killed loses no more than that.</summary>
internal sealed class FlushPace
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    private long _last = Stopwatch.GetTimestamp();

    /// <summary>Whether it is time; if so, the next second begins.</summary>
    public bool IsDue()
    {
        if (Stopwatch.GetElapsedTime(_last) < s_interval)
            return false;
        _last = Stopwatch.GetTimestamp();
        return true;
    }
}
