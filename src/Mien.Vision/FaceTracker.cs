using Mien.Core;

namespace Mien.Vision;

/// <summary>
/// Gives faces stable identities over a stream, smooths their boxes and landmarks, and bridges frames in which the
/// detector misses one. A face becomes a person only after several frames show it, or where a network is very sure of it,
/// so that a single false detection hardly ever does. Detections go to tracks so that all matches together are the best: by overlap and
/// distance to where the track's speed would have taken it, and by look where the tracker is given the pixels. Then a person who was away for
/// up to two seconds is known again, people who cross keep their ids, and another face in the same place is another person.
/// One stream and one call at a time.
/// </summary>
public sealed class FaceTracker
{
    // A track that is not seen and lies this much over one that is, is the same face: it is not shown beside it.
    private const float SamePlaceOverlap = 0.3f;

    // A bridged frame is less sure than any that was seen.
    private const float BridgedShare = 0.5f;

    // A face that was lost so many frames ago is still looked for in its place.
    private const int SearchedMisses = 2;

    // So many times the usual sightings make a person of a face that resembles somebody who is missing.
    private const int LongDoubt = 3;

    private readonly FaceTrackerOptions _options;
    private readonly List<FaceTrack> _tracks = [];
    private readonly FaceMatcher _matcher;
    private float[] _gains = [];
    private MediaTime? _lastTime;
    private int _lastId;

    /// <summary>Makes a tracker for one stream.</summary>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public FaceTracker(FaceTrackerOptions? options = null)
    {
        _options = options ?? new FaceTrackerOptions();
        _options.Validate();
        _matcher = new FaceMatcher(_options);
    }

    /// <summary>How many people have been seen so far.</summary>
    public int PersonCount => _lastId;

    /// <summary>Takes the next frame's detections.</summary>
    /// <param name="time">The frame's time; later than the last frame's.</param>
    /// <param name="detections">The detector's faces.</param>
    /// <param name="frame">The frame's pixels, which are only read; null goes by motion and overlap alone.</param>
    /// <returns>The people in the frame by rising id: those seen, and those bridged, whose confidence is at most half of when they were last seen.</returns>
    /// <exception cref="ArgumentException">The time is not later than the last frame's.</exception>
    public IReadOnlyList<TrackedFace> Update(MediaTime time, IReadOnlyList<FaceDetection> detections, VideoFrame? frame = null)
    {
        if (_lastTime is { } last && time <= last)
            throw new ArgumentException($"Frames must come in the order of time, and {time} is not after {last}.", nameof(time));
        _lastTime = time;
        _matcher.Begin(time, detections, frame);
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
                _tracks.Add(new FaceTrack(_options, detections[i], time, _matcher.AppearanceOf(i)) { DoubtHits = DoubtHits(i) });
        foreach (FaceTrack track in _tracks)
            if (track.Id == 0 && (track.DoubtHits > 0 ? track.Hits >= track.DoubtHits : track.Hits >= _options.ConfirmationHits || IsSure(track)))
                track.Id = ++_lastId;
        return Describe(time);
    }

    /// <summary>Where the next frame should show the faces that the last ones did, for a search there.</summary>
    /// <param name="time">The next frame's time.</param>
    internal IEnumerable<ExpectedFace> Expect(MediaTime time) =>
        _tracks.Where(track => track.Misses <= SearchedMisses).Select(track => new ExpectedFace(track.Predict(time), track.Misses == 0));

    private void Match(MediaTime time, IReadOnlyList<FaceDetection> detections, Span<bool> taken, Span<bool> hit, bool confirmed)
    {
        int faces = detections.Count;
        if (faces == 0 || hit.Length == 0)
            return;
        if (_gains.Length < hit.Length * faces)
            _gains = new float[hit.Length * faces];
        Span<float> gains = _gains.AsSpan(0, hit.Length * faces);
        gains.Clear();
        for (int t = 0; t < hit.Length; t++)
        {
            if (_tracks[t].Id > 0 != confirmed)
                continue;
            for (int f = 0; f < faces; f++)
            {
                // Squared, so that one good match is worth more than two poor ones: a newcomer does not make neighbours swap.
                float similarity = taken[f] ? 0 : _matcher.Similarity(_tracks[t], f, _tracks);
                gains[t * faces + f] = similarity * similarity;
            }
        }
        // Not greedily: where two tracks want one face, the second-best for one of them may be the only one for the other.
        int[] faceOf = LinearAssignment.Solve(gains, hit.Length, faces);
        for (int t = 0; t < hit.Length; t++)
        {
            if (faceOf[t] is not (>= 0 and int f))
                continue;
            bool crowded = _matcher.AppearanceOf(f) is not null && _matcher.IsCrowded(f, _tracks[t], _tracks);
            _tracks[t].Hit(detections[f], time, _matcher.AppearanceOf(f), crowded);
            hit[t] = taken[f] = true;
        }
    }

    // A face where a person was expected who looks otherwise may be a cut to somebody else or a flash of light; one that resembles
    // somebody who is missing may come out from behind something: it is looked at longer.
    private int DoubtHits(int face)
    {
        int hits = 0;
        foreach (FaceTrack track in _tracks)
        {
            if (track.Id == 0 || track.Misses == 0)
                continue;
            (bool inPlace, bool perhaps) = _matcher.Doubt(face, track, _tracks);
            hits = Math.Max(hits, perhaps ? LongDoubt * _options.ConfirmationHits : inPlace ? _options.ConfirmationHits : 0);
        }
        return hits;
    }

    private bool IsSure(FaceTrack track) => track.HasLandmarks && track.Confidence >= _options.ImmediateConfidence;

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
            bool covered = people.Take(seen).Any(person => person.Detection.Box.IntersectionOverUnion(face.Box) > SamePlaceOverlap)
                || _tracks.Exists(other => other is { Id: 0, DoubtHits: > 0, Misses: 0 } && other.Predict(time).IntersectionOverUnion(face.Box) > SamePlaceOverlap);
            if (!covered)
                people.Add(new TrackedFace(track.Id, face));
        }
        people.Sort(static (left, right) => left.Id.CompareTo(right.Id));
        return people;
    }
}
