namespace Mien.Training.Metrics;

/// <summary>
/// Normalised mean error of 68 facial landmarks (iBUG order): the mean distance of a face's predicted points from the true ones,
/// divided by the distance between the outer corners of its eyes (points 36 and 45; Sagonas et al., "300 Faces in-the-Wild", 2013).
/// A point with a coordinate of -1 is missing and does not count; a face whose eye corners are missing counts not at all.
/// </summary>
/// <param name="Faces">Number of faces that count.</param>
/// <param name="MeanError">Mean of their errors, as a fraction of the distance between the eyes; null where none counts.</param>
/// <param name="FailureRate">Share of faces with an error above <see cref="FailureThreshold"/>, 0..1; null where none counts.</param>
public sealed record LandmarkError(int Faces, double? MeanError, double? FailureRate)
{
    /// <summary>Points of a face.</summary>
    public const int Points = 68;

    /// <summary>The error from which a face counts as failed.</summary>
    public const double FailureThreshold = 0.1;

    private const int LeftOuterCorner = 36, RightOuterCorner = 45;

    /// <summary>Measures faces.</summary>
    /// <param name="actual">True points, (N, 68, 2) as x, y, row-major; -1 where missing.</param>
    /// <param name="predicted">Predicted points in the same units and layout.</param>
    /// <exception cref="ArgumentException">The lengths differ or are not of whole faces.</exception>
    public static LandmarkError Of(ReadOnlySpan<float> actual, ReadOnlySpan<float> predicted)
    {
        if (actual.Length != predicted.Length || actual.Length % (Points * 2) != 0)
            throw new ArgumentException($"{actual.Length} true coordinates cannot be compared with {predicted.Length} predicted ones; faces have {Points * 2} each.", nameof(predicted));
        List<double> errors = [];
        for (int start = 0; start < actual.Length; start += Points * 2)
            if (OfFace(actual.Slice(start, Points * 2), predicted.Slice(start, Points * 2)) is { } error)
                errors.Add(error);
        return errors.Count > 0
            ? new LandmarkError(errors.Count, errors.Average(), (double)errors.Count(error => error > FailureThreshold) / errors.Count)
            : new LandmarkError(0, null, null);
    }

    /// <summary>The error of one face, or null where it does not count.</summary>
    /// <param name="actual">True points, (68, 2); -1 where missing.</param>
    /// <param name="predicted">Predicted points, (68, 2).</param>
    public static double? OfFace(ReadOnlySpan<float> actual, ReadOnlySpan<float> predicted)
    {
        if (IsMissing(actual, LeftOuterCorner) || IsMissing(actual, RightOuterCorner))
            return null;
        double eyes = Distance(actual, LeftOuterCorner, actual, RightOuterCorner);
        if (eyes == 0)
            return null;
        double sum = 0;
        int present = 0;
        for (int point = 0; point < Points; point++)
        {
            if (IsMissing(actual, point))
                continue;
            sum += Distance(actual, point, predicted, point);
            present++;
        }
        return sum / present / eyes;
    }

    private static bool IsMissing(ReadOnlySpan<float> points, int point) => points[2 * point] == -1 || points[2 * point + 1] == -1;

    private static double Distance(ReadOnlySpan<float> a, int from, ReadOnlySpan<float> b, int to)
    {
        double x = (double)a[2 * from] - b[2 * to], y = (double)a[2 * from + 1] - b[2 * to + 1];
        return Math.Sqrt(x * x + y * y);
    }
}
