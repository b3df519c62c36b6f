using Mien.Training.Options;

namespace Mien.Training.Metrics;

/// <summary>What a detector's boxes for some pictures are worth.</summary>
public sealed record DetectionResult : ValidationResult
{
    /// <summary>False faces a picture at which <see cref="Recall"/> is read.</summary>
    public const double FalseAPicture = 0.01;

    private readonly (float Confidence, bool IsTrue)[] _detections; // the surest first

    /// <summary>Counts detections.</summary>
    /// <param name="pictures">Number of pictures, at least 1.</param>
    /// <param name="faces">Faces that were to be found.</param>
    /// <param name="detections">All detections that count: how sure each was, and whether it was a face that no surer one had found.</param>
    public DetectionResult(int pictures, int faces, IEnumerable<(float Confidence, bool IsTrue)> detections)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pictures, 1);
        (Pictures, Faces) = (pictures, faces);
        // Of equally sure ones the false come first: ties must not flatter.
        _detections = [.. detections.OrderByDescending(detection => detection.Confidence).ThenBy(detection => detection.IsTrue)];
        AveragePrecision = MeanPrecision();
        (Recall, Threshold) = RecallAt(FalseAPicture);
    }

    /// <summary>Number of pictures.</summary>
    public int Pictures { get; }

    /// <summary>Faces that were to be found.</summary>
    public int Faces { get; }

    /// <summary>Area under precision over recall, each precision replaced by the best one at any higher recall (PASCAL VOC 2010 on), 0..1.</summary>
    public double AveragePrecision { get; }

    /// <summary>Share of the faces found where <see cref="FalseAPicture"/> false faces a picture are allowed, 0..1.</summary>
    public double Recall { get; }

    /// <summary>The confidence from which on detections count there.</summary>
    public double Threshold { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<(SelectionMetric Metric, double Value)> Scores => [(SelectionMetric.AveragePrecision, AveragePrecision), (SelectionMetric.Recall, Recall)];

    /// <inheritdoc/>
    public override IEnumerable<(string Name, double Value)> Numbers =>
        [.. base.Numbers, ("faces", Faces), ("recallAtOneFalseFaceInTenPictures", RecallAt(0.1).Recall), ("confidenceAtRecall", Threshold)];

    /// <summary>The greatest share of faces found with at most so many false ones a picture, and the confidence that gives it.</summary>
    /// <param name="falseAPicture">False faces a picture, on average.</param>
    public (double Recall, double Threshold) RecallAt(double falseAPicture)
    {
        (int right, int wrong, int best, double threshold) = (0, 0, 0, 1);
        foreach ((float confidence, bool isTrue) in _detections)
        {
            (right, wrong) = isTrue ? (right + 1, wrong) : (right, wrong + 1);
            if (wrong > falseAPicture * Pictures)
                break;
            (best, threshold) = (right, confidence);
        }
        return (Faces > 0 ? (double)best / Faces : 0, threshold);
    }

    /// <summary>Share of the faces found, and false faces a picture, where detections from a confidence on count.</summary>
    /// <param name="threshold">The confidence, 0..1.</param>
    public (double Recall, double FalseAPicture) At(float threshold)
    {
        int right = _detections.Count(detection => detection.IsTrue && detection.Confidence >= threshold), wrong = _detections.Count(detection => !detection.IsTrue && detection.Confidence >= threshold);
        return (Faces > 0 ? (double)right / Faces : 0, (double)wrong / Pictures);
    }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"average precision {AveragePrecision:0.0000}, recall {Recall:0.0000} at {FalseAPicture} false faces a picture (confidence {Threshold:0.00})");

    private double MeanPrecision()
    {
        if (Faces == 0)
            return 0;
        double[] precisions = new double[_detections.Length];
        int right = 0;
        for (int i = 0; i < precisions.Length; i++)
            precisions[i] = (double)(right += _detections[i].IsTrue ? 1 : 0) / (i + 1);
        double best = 0, sum = 0;
        for (int i = precisions.Length - 1; i >= 0; i--)
        {
            best = Math.Max(best, precisions[i]);
            if (_detections[i].IsTrue)
                sum += best;
        }
        return sum / Faces;
    }
}
