using Mien.Core;

namespace Mien.Vision;

/// <summary>
/// Smooths each person's 68 landmarks over time with a one-euro filter a coordinate, loose enough that a blink, over in a tenth of a
/// second, is not smoothed away. One stream and one call at a time.
/// </summary>
/// <param name="options">Null takes the defaults.</param>
public sealed class LandmarkSmoother(LandmarkSmootherOptions? options = null)
{
    private readonly LandmarkSmootherOptions _options = Validated(options);
    private readonly Dictionary<int, Face> _faces = [];

    /// <summary>People whose past is remembered.</summary>
    public int TrackedCount => _faces.Count;

    /// <summary>Takes a person's landmarks of this frame.</summary>
    /// <param name="personId">Whose they are.</param>
    /// <param name="time">The frame's time; for one person later than the last frame's.</param>
    /// <param name="landmarks">As measured.</param>
    /// <param name="size">The face's size in pixels, above 0: what a speed of one face size a second is.</param>
    /// <returns>Smoothed.</returns>
    /// <exception cref="ArgumentException">The time is not later than the person's last.</exception>
    public FaceLandmarks68 Smooth(int personId, MediaTime time, FaceLandmarks68 landmarks, double size)
    {
        Forget(time);
        if (!_faces.TryGetValue(personId, out Face? face))
            _faces[personId] = face = new Face { Time = time };
        else if (time <= face.Time)
            throw new ArgumentException($"Frames must come in the order of time, and {time} is not after {face.Time}.", nameof(time));
        double seconds = Math.Max(1e-3, (time - face.Time).TotalSeconds);
        face.Time = time;
        Point2[] points = new Point2[FaceLandmarks68.Count];
        for (int i = 0; i < points.Length; i++)
            points[i] = new Point2((float)Filter(ref face.Filters[2 * i], landmarks.Points[i].X), (float)Filter(ref face.Filters[2 * i + 1], landmarks.Points[i].Y));
        return landmarks with { Points = points };

        double Filter(ref OneEuroFilter filter, double measured)
        {
            filter.Update(measured, seconds, Math.Max(1, size), _options.MinimumCutoffHz, _options.CutoffSlope, _options.SpeedCutoffHz);
            return filter.Value;
        }
    }

    // Who was away for longer than a blink starts afresh; the past of who is gone is not kept.
    private void Forget(MediaTime now)
    {
        foreach ((int id, Face face) in _faces)
            if (now - face.Time > _options.MaximumGap)
                _faces.Remove(id);
    }

    private static LandmarkSmootherOptions Validated(LandmarkSmootherOptions? options)
    {
        options ??= new LandmarkSmootherOptions();
        options.Validate();
        return options;
    }

    private sealed class Face
    {
        public MediaTime Time { get; set; }

        public OneEuroFilter[] Filters { get; } = new OneEuroFilter[2 * FaceLandmarks68.Count];
    }
}
