using Mien.Core;

namespace Mien.Vision;

/// <summary>
/// Finds and follows the people of a stream. Every frame, or only every n-th one, is searched as a whole; in the frames
/// between, the same detector looks only at a small window around each face that it expects, which is several times as
/// fast and gives boxes of the same kind. A face that is not in its window has the whole frame searched at once. New
/// faces are noticed up to n - 1 frames later. One stream and one call at a time.
/// </summary>
public sealed class FaceFollower
{
    // With more faces the windows together are no longer much cheaper than the frame.
    private const int MostWindows = 4;

    private const float SameFaceOverlap = 0.3f;

    private readonly IFaceDetector _detector;
    private readonly FaceTracker _tracker;
    private readonly List<ExpectedFace> _expected = [];
    private readonly List<FaceDetection> _found = [];
    private int _framesSinceSearch;

    /// <summary>Makes a follower for one stream.</summary>
    /// <param name="detector">Finds faces; stays the caller's.</param>
    /// <param name="options">Null takes the tracker's defaults.</param>
    /// <param name="detectEveryNthFrame">Every how manieth frame is searched as a whole, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public FaceFollower(IFaceDetector detector, FaceTrackerOptions? options = null, int detectEveryNthFrame = 1)
    {
        ArgumentNullException.ThrowIfNull(detector);
        (_detector, _tracker, DetectEveryNthFrame) = (detector, new FaceTracker(options), detectEveryNthFrame);
    }

    /// <summary>Every how manieth frame is searched as a whole, at least 1; may be changed between frames.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int DetectEveryNthFrame
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    }

    /// <summary>How many people have been seen so far.</summary>
    public int PersonCount => _tracker.PersonCount;

    /// <summary>How many frames have been searched as a whole.</summary>
    public long SearchedFrames { get; private set; }

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">The frame, later than the last one; it is only read.</param>
    /// <returns>The people in it by rising id, as <see cref="FaceTracker.Update"/> gives them.</returns>
    /// <exception cref="ArgumentException">The frame is not later than the last one.</exception>
    public IReadOnlyList<TrackedFace> Follow(VideoFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        bool isDue = SearchedFrames == 0 || ++_framesSinceSearch >= DetectEveryNthFrame;
        IReadOnlyList<FaceDetection> faces = isDue || !TryFollow(frame) ? Search(frame) : _found;
        return _tracker.Update(frame.Time, faces, frame);
    }

    private IReadOnlyList<FaceDetection> Search(VideoFrame frame)
    {
        _framesSinceSearch = 0;
        SearchedFrames++;
        return _detector.Detect(frame);
    }

    // False where a face that the last frame showed is in no window.
    private bool TryFollow(VideoFrame frame)
    {
        _found.Clear();
        _expected.Clear();
        _expected.AddRange(_tracker.Expect(frame.Time));
        if (_expected.Count > MostWindows)
            return false;
        foreach (ExpectedFace expected in _expected)
        {
            int before = _found.Count;
            FaceWindow.Search(_detector, frame, expected.Box, _found);
            if (_found.Count == before && expected.WasSeen)
                return false;
        }
        // Neighbours see each other's faces.
        NonMaximumSuppression.Apply(_found, SameFaceOverlap, _found.Count);
        return true;
    }
}
