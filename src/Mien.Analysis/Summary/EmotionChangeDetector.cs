using Mien.Core;

namespace Mien.Analysis;

/// <summary>
/// Tells lasting changes of the dominant emotion from flicker: a new emotion counts once it has been dominant for
/// <see cref="MinimumHold"/> without a break, and then from its beginning.
/// </summary>
internal sealed class EmotionChangeDetector
{
    public static readonly TimeSpan MinimumHold = TimeSpan.FromSeconds(0.5);

    private string? _settled;
    private string? _candidate;
    private MediaTime _candidateSince;

    /// <summary>Takes the dominant emotion at a moment, and returns the change that this moment confirms, if any.</summary>
    public EmotionChange? Observe(MediaTime time, string dominant)
    {
        _settled ??= dominant;
        if (dominant == _settled)
        {
            _candidate = null;
            return null;
        }
        if (dominant != _candidate)
            (_candidate, _candidateSince) = (dominant, time);
        if (time - _candidateSince < MinimumHold)
            return null;
        EmotionChange change = new(_candidateSince, _settled, dominant);
        (_settled, _candidate) = (dominant, null);
        return change;
    }
}
