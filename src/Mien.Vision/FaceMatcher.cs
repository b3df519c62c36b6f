using Mien.Core;

namespace Mien.Vision;

/// <summary>
/// Says how well the faces of a frame continue tracks: by nearness to where motion would have taken a face, by overlap and by
/// look. For one frame at a time.
/// </summary>
internal sealed class FaceMatcher(FaceTrackerOptions options)
{
    // Two boxes, each made larger by this, that touch are faces whose looks mix.
    private const float CrowdMargin = 0.25f;

    // Of the difference that is allowed, what is left where people are near each other: better nobody for a few frames than the wrong one.
    private const float CrowdedAllowance = 0.7f;

    // Somebody who is missing and differs by less than this many times what is allowed may be half hidden still.
    private const float PerhapsAllowance = 2.5f;

    // After this, a face may have moved as far again as between two frames, and so on.
    private const double ReachSeconds = 0.5;

    // How long an absence makes a look count in full: the two seconds for which a person is to be known again.
    private const double ReturnSeconds = 2;

    // Of the difference that an absence allows, what is left at the farthest place.
    private const float FarAllowance = 0.6f;

    private readonly List<FaceAppearance> _appearances = []; // reused from frame to frame
    private IReadOnlyList<FaceDetection> _detections = [];
    private MediaTime _time;
    private bool _hasPixels;

    /// <summary>Takes the faces of the next frame.</summary>
    /// <param name="time">Its time.</param>
    /// <param name="detections">Its faces.</param>
    /// <param name="frame">Its pixels, if they are at hand.</param>
    public void Begin(MediaTime time, IReadOnlyList<FaceDetection> detections, VideoFrame? frame)
    {
        (_time, _detections, _hasPixels) = (time, detections, frame is not null);
        for (int i = 0; i < detections.Count && frame is not null; i++)
        {
            if (_appearances.Count == i)
                _appearances.Add(new FaceAppearance());
            _appearances[i].Measure(frame, detections[i].Box);
        }
    }

    /// <summary>How a face of the frame looks; null without pixels. Good until the next frame.</summary>
    public FaceAppearance? AppearanceOf(int face) => _hasPixels ? _appearances[face] : null;

    /// <summary>Whether another face, or where another person may be, in sight or not, is so near that their looks mix.</summary>
    /// <param name="face">The face.</param>
    /// <param name="track">The track that it may belong to.</param>
    /// <param name="tracks">All tracks.</param>
    public bool IsCrowded(int face, FaceTrack? track, IReadOnlyList<FaceTrack> tracks)
    {
        BoundingBox box = Grown(_detections[face].Box);
        for (int i = 0; i < _detections.Count; i++)
            if (i != face && Meet(box, Grown(_detections[i].Box)))
                return true;
        foreach (FaceTrack other in tracks)
            if (other != track && other.Id > 0 && other.DistanceFromWay(box.Center, _time) < (1 + 2 * CrowdMargin) * MathF.Sqrt(_detections[face].Box.Area))
                return true;
        return false;
    }

    /// <summary>0 where a face cannot be a track's next; else up to 1: half motion and overlap, half look, where that is known.</summary>
    public float Similarity(FaceTrack track, int face, IReadOnlyList<FaceTrack> tracks)
    {
        BoundingBox box = _detections[face].Box, expected = track.Predict(_time);
        float? difference = Difference(track, face);
        (float distance, float reach) = Place(track, box, expected, difference is not null);
        if (!(distance < reach) || !AreOfOneSize(expected, box))
            return 0;
        // A wide reach is a thin one: a person who was seen a moment ago comes before one who might be anywhere.
        float nearness = (1 - distance / reach) * options.MaximumDistance / reach;
        float motion = (expected.IntersectionOverUnion(box) + nearness) / 2;
        if (difference is not { } look)
            return motion;
        float allowed = AllowedDifference(track, distance, reach);
        if (look > allowed || (look > allowed * CrowdedAllowance && IsCrowded(face, track, tracks)))
            return 0;
        return (motion + Math.Max(0, 1 - look / options.ChangedAppearance)) / 2;
    }

    /// <summary>
    /// How sure it is that a face which no track explains is nobody who is missing: whether it lies where a person was seen
    /// a moment ago, and whether it may be a person who comes back but is not to be seen whole yet.
    /// </summary>
    /// <param name="face">The face.</param>
    /// <param name="track">The track of a person who is missing.</param>
    /// <param name="tracks">All tracks.</param>
    public (bool InPlace, bool Perhaps) Doubt(int face, FaceTrack track, IReadOnlyList<FaceTrack> tracks)
    {
        BoundingBox box = _detections[face].Box, expected = track.Predict(_time);
        if (Difference(track, face) is not { } look)
            return (false, false);
        (float distance, float reach) = Place(track, box, expected, true);
        bool perhaps = distance < reach && (look <= AllowedDifference(track, distance, reach) * PerhapsAllowance || IsCrowded(face, track, tracks));
        return (distance < options.MaximumDistance && (_time - track.LastSeen).TotalSeconds <= ReachSeconds, perhaps);
    }

    private float? Difference(FaceTrack track, int face) =>
        _hasPixels && !float.IsPositiveInfinity(options.ChangedAppearance) ? track.AppearanceDistance(_appearances[face]) : null;

    // How far a face is from where it is expected, and how far it may be, in face sizes. A face may come back from behind
    // something anywhere on its way, but then its look must speak for it.
    private (float Distance, float Reach) Place(FaceTrack track, BoundingBox box, BoundingBox expected, bool byLook)
    {
        float size = MathF.Sqrt(Math.Max(expected.Area, box.Area));
        Point2 from = expected.Center, to = box.Center;
        float distance = MathF.Sqrt((from.X - to.X) * (from.X - to.X) + (from.Y - to.Y) * (from.Y - to.Y)) / size;
        if (!byLook)
            return (distance, options.MaximumDistance);
        float reach = options.MaximumDistance * (float)(1 + (_time - track.LastSeen).TotalSeconds / ReachSeconds);
        return (Math.Min(distance, (float)track.DistanceFromWay(to, _time) / size), reach);
    }

    private float AllowedDifference(FaceTrack track, float distance, float reach)
    {
        float absence = (float)Math.Min(1, (_time - track.LastSeen).TotalSeconds / ReturnSeconds);
        float allowed = options.ChangedAppearance + absence * (options.ReturningAppearance - options.ChangedAppearance);
        float excess = Math.Max(0, distance - options.MaximumDistance) / (reach - options.MaximumDistance + 1e-6f);
        return allowed * (1 - (1 - FarAllowance) * excess);
    }

    private bool AreOfOneSize(BoundingBox expected, BoundingBox box)
    {
        float size = MathF.Sqrt(expected.Area), other = MathF.Sqrt(box.Area);
        return size > 0 && other > 0 && Math.Max(size / other, other / size) <= options.MaximumSizeRatio;
    }

    private static BoundingBox Grown(BoundingBox box) =>
        new(box.X - CrowdMargin * box.Width, box.Y - CrowdMargin * box.Height, box.Width * (1 + 2 * CrowdMargin), box.Height * (1 + 2 * CrowdMargin));

    private static bool Meet(BoundingBox one, BoundingBox other) =>
        one.X < other.Right && other.X < one.Right && one.Y < other.Bottom && other.Y < one.Bottom;
}
