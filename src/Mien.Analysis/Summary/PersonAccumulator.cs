using Mien.Core;

namespace Mien.Analysis;

/// <summary>Gathers one person's summary, in constant memory.</summary>
internal sealed class PersonAccumulator(int id, MediaTime firstSeen)
{
    private readonly EmotionAccumulator _emotions = new();
    private readonly EmotionChangeDetector _changeDetector = new();
    private readonly List<EmotionChange> _changes = [];
    private MediaTime _lastSeen;
    private TimeSpan _seenFor;
    private double _qualitySum;
    private int _changeCount;
    private long _reliableFrames;

    public int Id => id;

    public long Frames { get; private set; }

    /// <summary>Adds one sighting.</summary>
    /// <param name="time">When.</param>
    /// <param name="face">The face.</param>
    /// <param name="lasted">Until the next analysed moment.</param>
    /// <param name="weight">What the moment counts in shares and means.</param>
    public void Add(MediaTime time, FaceObservation face, TimeSpan lasted, double weight)
    {
        Frames++;
        _lastSeen = time;
        _seenFor += lasted;
        _qualitySum += face.Quality.Score;
        if (face.IsReliable)
            _reliableFrames++;
        if (face.Fused is not { } fused)
            return;
        _emotions.Add(fused, weight);
        if (_changeDetector.Observe(time, fused.Dominant) is { } change)
        {
            _changeCount++;
            if (_changes.Count < TimelineSummarizer.MaxChanges)
                _changes.Add(change);
        }
    }

    public PersonSummary Summarize() => new(id, Frames, firstSeen, _lastSeen, _seenFor, _qualitySum / Math.Max(1, Frames), _reliableFrames, _emotions.Summarize(), _changeCount, _changes);
}
