using Mien.Core;

namespace Mien.Vision;

/// <summary>
/// Gives faces stable identities over a stream, smooths their boxes and landmarks, and bridges frames in which the
/// detector misses one. A face becomes a person only after several frames show it, or where a network is very sure of it,
/// so that a single false detection hardly ever does. Detections go to tracks greedily, the best match first: by overlap and distance to where the track's speed
/// would have taken it. One stream and one call at a time.
/// </summary>
public sealed class FaceTracker
{
    // A track that is not seen and lies this much over one that is, is the same face: it is not shown beside it.
    private const float SamePlaceOverlap = 0.3f;

    // A bridged frame is less sure than any that was seen.
    private const float BridgedShare = 0.5f;

    private readonly FaceTrackerOptions _options;
    private readonly List<FaceTrack> _tracks = [];
    private readonly List<(float Similarity, int Track, int Face)> _pairs = [];
    private MediaTime? _lastTime;
    private int _lastId;

    /// <summary>Makes a tracker for one stream.</summary>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public FaceTracker(FaceTrackerOptions? options = null)
    {
        _options = options ?? new FaceTrackerOptions();
        _options.Validate();
    }

    /// <summary>How many people have been seen so far.</summary>
    public int PersonCount => _lastId;

    /// <summary>Takes the next frame's detections.</summary>
    /// <param name="time">The frame's time; later than the last frame's.</param>
    /// <param name="detections">The detector's faces.</param>
    /// <returns>The people in the frame by rising id: those seen, and those bridged, whose confidence is at most half of when they were last seen.</returns>
    /// <exception cref="ArgumentException">The time is not later than the last frame's.</exception>
    public IReadOnlyList<TrackedFace> Update(MediaTime time, IReadOnlyList<FaceDetection> detections)
    {
        if (_lastTime is { } last && time <= last)
            throw new ArgumentException($"Frames must come in the order of time, and {time} is not after {last}.", nameof(time));
        _lastTime = time;
        Span<bool> taken = detections.Count <= 64 ? stackalloc bool[detections.Count] : new bool[detections.Count];
        taken.Clear();
        int known = _tracks.Count;
        Span<bool> hit = known <= 64 ? stackalloc bool[known] : new bool[known];
        hit.Clear();

        // Confirmed people choose first, so that a false box beside a face cannot take the face's detection.
        Match(time, detections, taken, hit, confirmed: true);
        Match(time, detections, taken, hit, confirmed: false);
        for (int i = 0; i < known; i++)
            if (!hit[i])
                _tracks[i].Miss();
        _tracks.RemoveAll(track => IsOver(track, time));
        for (int i = 0; i < detections.Count; i++)
            if (!taken[i] && detections[i].Confidence >= _options.NewTrackConfidence && detections[i].Box.Area > 0)
                _tracks.Add(new FaceTrack(_options, detections[i], time));
        foreach (FaceTrack track in _tracks)
            if (track.Id == 0 && (track.Hits >= _options.ConfirmationHits || (track.HasLandmarks && track.Confidence >= _options.ImmediateConfidence)))
                track.Id = ++_lastId;
        return Describe(time);
    }

    private void Match(MediaTime time, IReadOnlyList<FaceDetection> detections, Span<bool> taken, Span<bool> hit, bool confirmed)
    {
        _pairs.Clear();
        for (int t = 0; t < hit.Length; t++)
        {
            if (_tracks[t].Id > 0 != confirmed)
                continue;
            BoundingBox expected = _tracks[t].Predict(time);
            for (int f = 0; f < detections.Count; f++)
                if (!taken[f] && Similarity(expected, detections[f].Box) is > 0 and float similarity)
                    _pairs.Add((similarity, t, f));
        }
        _pairs.Sort(static (left, right) => right.Similarity.CompareTo(left.Similarity));
        foreach ((_, int t, int f) in _pairs)
            if (!hit[t] && !taken[f])
            {
                _tracks[t].Hit(detections[f], time);
                hit[t] = taken[f] = true;
            }
    }

    // 0 where the two cannot be one face; else the mean of overlap and nearness. Overlap alone would lose a small face
    // that moves by more than its size between two sampled frames.
    private float Similarity(BoundingBox expected, BoundingBox box)
    {
        float size = MathF.Sqrt(expected.Area), other = MathF.Sqrt(box.Area);
        if (!(size > 0 && other > 0) || Math.Max(size / other, other / size) > _options.MaximumSizeRatio)
            return 0;
        Point2 from = expected.Center, to = box.Center;
        float distance = MathF.Sqrt((from.X - to.X) * (from.X - to.X) + (from.Y - to.Y) * (from.Y - to.Y)) / Math.Max(size, other);
        float nearness = 1 - distance / _options.MaximumDistance;
        return nearness > 0 ? (expected.IntersectionOverUnion(box) + nearness) / 2 : 0;
    }

    // A face that was never confirmed must be seen in nearly every frame; a person may be away for a while.
    private bool IsOver(FaceTrack track, MediaTime time) => track.Id == 0
        ? track.Misses > 1
        : track.Misses > 2 && time - track.LastSeen > _options.MaximumLost;

    private List<TrackedFace> Describe(MediaTime time)
    {
        List<TrackedFace> people = [];
        foreach (FaceTrack track in _tracks)
            if (track.Id > 0 && track.Misses == 0)
                people.Add(new TrackedFace(track.Id, track.Describe(time, track.Confidence)));
        int seen = people.Count;
        foreach (FaceTrack track in _tracks)
        {
            if (track.Id == 0 || track.Misses == 0)
                continue;
            double away = (time - track.LastSeen) / _options.MaximumBridge;
            if (!(away <= 1))
                continue;
            FaceDetection face = track.Describe(time, track.Confidence * BridgedShare * (float)(1 - away / 2));
            bool covered = people.Take(seen).Any(person => person.Detection.Box.IntersectionOverUnion(face.Box) > SamePlaceOverlap);
            if (!covered)
                people.Add(new TrackedFace(track.Id, face));
        }
        people.Sort(static (left, right) => left.Id.CompareTo(right.Id));
        return people;
    }
}
