using Mien.Core;

namespace Mien.Vision;

/// <summary>One face that is followed: its smoothed place, its speed, and how often and when it was seen.</summary>
internal sealed class FaceTrack
{
    private const int LandmarkCoordinates = 10;

    // Beyond this, a face's speed of a moment ago says nothing about where it is now.
    private const double MaximumExtrapolationSeconds = 0.5;

    // What a person looks like changes in minutes; the light, and where the head is turned, in seconds.
    private const double AppearanceSeconds = 1;

    // Beside another face a box holds a part of that one too.
    private const double CrowdedAppearanceSeconds = 8;

    private readonly FaceTrackerOptions _options;
    private readonly OneEuroFilter[] _landmarks = new OneEuroFilter[LandmarkCoordinates];
    private OneEuroFilter _centerX, _centerY, _width, _height;
    private BoundingBox _measured;
    private bool _hasLandmarks;
    private FaceAppearance? _usual, _latest;

    /// <summary>Begins a track.</summary>
    /// <param name="options">How to smooth.</param>
    /// <param name="face">The face.</param>
    /// <param name="time">When it was seen.</param>
    /// <param name="appearance">How it looks, if that is known; copied.</param>
    public FaceTrack(FaceTrackerOptions options, FaceDetection face, MediaTime time, FaceAppearance? appearance)
    {
        _options = options;
        Take(face, 1, time);
        Remember(appearance, 0, crowded: false);
    }

    /// <summary>The person's number from 1 on; 0 until the track is confirmed.</summary>
    public int Id { get; set; }

    /// <summary>Frames that showed the face.</summary>
    public int Hits { get; private set; }

    /// <summary>Frames since then that did not.</summary>
    public int Misses { get; private set; }

    /// <summary>When the face was last seen.</summary>
    public MediaTime LastSeen { get; private set; }

    /// <summary>How sure the detector was then.</summary>
    public float Confidence { get; private set; }

    /// <summary>Whether the detector gave five points then.</summary>
    public bool HasLandmarks => _hasLandmarks;

    /// <summary>The face's size: the square root of its box's area, in pixels, at least 1.</summary>
    public double Size => Math.Max(1, Math.Sqrt(_width.Value * _height.Value));

    /// <summary>Where a measured box should be now: the last one moved on with the track's speed.</summary>
    public BoundingBox Predict(MediaTime time)
    {
        (double x, double y) = Moved(time);
        return _measured with { X = (float)(_measured.X + x), Y = (float)(_measured.Y + y) };
    }

    /// <summary>How often a face must be seen that may be somebody who is missing and looks otherwise for now; 0 where nobody is.</summary>
    public int DoubtHits { get; init; }

    /// <summary>How far a point is from where the face may be after an absence: from the way between where it was last seen and where its speed would have taken it.</summary>
    /// <returns>Pixels.</returns>
    public double DistanceFromWay(Point2 point, MediaTime time)
    {
        double seconds = Math.Clamp((time - LastSeen).TotalSeconds, 0, _options.MaximumLost.TotalSeconds);
        (double dx, double dy) = (_centerX.Speed * seconds, _centerY.Speed * seconds);
        Point2 from = _measured.Center;
        (double x, double y) = (point.X - from.X, point.Y - from.Y);
        double length = dx * dx + dy * dy;
        double share = length > 0 ? Math.Clamp((x * dx + y * dy) / length, 0, 1) : 0;
        return Math.Sqrt((x - share * dx) * (x - share * dx) + (y - share * dy) * (y - share * dy));
    }

    /// <summary>How different a face looks from this one's latest and from its usual look, whichever is nearer; null where its look is unknown.</summary>
    public float? AppearanceDistance(FaceAppearance appearance) =>
        _usual is null ? null : Math.Min(_usual.DistanceTo(appearance), _latest!.DistanceTo(appearance));

    /// <summary>Takes the detection of this frame.</summary>
    /// <param name="face">The face.</param>
    /// <param name="time">The frame's time.</param>
    /// <param name="appearance">How it looks, if that is known; copied.</param>
    /// <param name="crowded">Whether another face is so near that its look is mixed in.</param>
    public void Hit(FaceDetection face, MediaTime time, FaceAppearance? appearance, bool crowded)
    {
        double seconds = Math.Max(1e-3, (time - LastSeen).TotalSeconds);
        Take(face, seconds, time);
        Remember(appearance, seconds, crowded);
    }

    /// <summary>Notes that this frame does not show the face.</summary>
    public void Miss() => Misses++;

    /// <summary>The smoothed face; where it was not seen in this frame, moved on with its speed.</summary>
    /// <param name="time">The frame's time.</param>
    /// <param name="confidence">What to give as confidence.</param>
    public FaceDetection Describe(MediaTime time, float confidence)
    {
        (double x, double y) = Moved(time);
        float width = (float)_width.Value, height = (float)_height.Value;
        BoundingBox box = new((float)(_centerX.Value + x) - width / 2, (float)(_centerY.Value + y) - height / 2, width, height);
        FaceLandmarks5? landmarks = _hasLandmarks ? new FaceLandmarks5(Point(0), Point(1), Point(2), Point(3), Point(4)) : null;
        return new FaceDetection(box, confidence, landmarks);

        Point2 Point(int index) => new((float)(_landmarks[2 * index].Value + x), (float)(_landmarks[2 * index + 1].Value + y));
    }

    private void Remember(FaceAppearance? appearance, double seconds, bool crowded)
    {
        if (appearance is null)
            return;
        bool first = _usual is null;
        _usual ??= new FaceAppearance();
        _latest ??= new FaceAppearance();
        double rate = seconds / (crowded ? CrowdedAppearanceSeconds : AppearanceSeconds);
        _usual.MoveTowards(appearance, first ? 1 : (float)(1 - Math.Exp(-Math.Min(rate, 1))));
        if (first || !crowded)
            _latest.MoveTowards(appearance, 1);
    }

    private (double X, double Y) Moved(MediaTime time)
    {
        double seconds = Math.Clamp((time - LastSeen).TotalSeconds, 0, MaximumExtrapolationSeconds);
        return (_centerX.Speed * seconds, _centerY.Speed * seconds);
    }

    private void Take(FaceDetection face, double seconds, MediaTime time)
    {
        BoundingBox box = face.Box;
        double unit = Math.Max(1, Math.Sqrt(box.Area));
        Point2 center = box.Center;
        Smooth(ref _centerX, center.X);
        Smooth(ref _centerY, center.Y);
        Smooth(ref _width, box.Width);
        Smooth(ref _height, box.Height);
        if (face.Landmarks is { } points)
        {
            if (!_hasLandmarks)
                Array.Clear(_landmarks);
            ReadOnlySpan<Point2> all = [points.LeftEye, points.RightEye, points.Nose, points.LeftMouth, points.RightMouth];
            for (int i = 0; i < all.Length; i++)
            {
                Smooth(ref _landmarks[2 * i], all[i].X);
                Smooth(ref _landmarks[2 * i + 1], all[i].Y);
            }
        }
        _hasLandmarks = face.Landmarks is not null;
        (_measured, LastSeen, Confidence, Misses) = (box, time, face.Confidence, 0);
        Hits++;

        void Smooth(ref OneEuroFilter filter, double value) => filter.Update(value, seconds, unit, _options.MinimumCutoffHz, _options.CutoffSlope);
    }
}
