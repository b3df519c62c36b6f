using Mien.Core;

namespace Mien.Vision;

/// <summary>One face that is followed: its smoothed place, its speed, and how often and when it was seen.</summary>
internal sealed class FaceTrack
{
    private const int LandmarkCoordinates = 10;

    // Beyond this, a face's speed of a moment ago says nothing about where it is now.
    private const double MaximumExtrapolationSeconds = 0.5;

    private readonly FaceTrackerOptions _options;
    private readonly OneEuroFilter[] _landmarks = new OneEuroFilter[LandmarkCoordinates];
    private OneEuroFilter _centerX, _centerY, _width, _height;
    private BoundingBox _measured;
    private bool _hasLandmarks;

    public FaceTrack(FaceTrackerOptions options, FaceDetection face, MediaTime time)
    {
        _options = options;
        Take(face, 1, time);
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

    /// <summary>Takes the detection of this frame.</summary>
    public void Hit(FaceDetection face, MediaTime time) => Take(face, Math.Max(1e-3, (time - LastSeen).TotalSeconds), time);

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
