using Mien.Core;
using Mien.Data.Scenes;
using Mien.Training.Detection;
using Mien.Training.Metrics;
using Mien.Training.Options;

namespace Mien.Training.Tests.Metrics;

public sealed class DetectionResultTests
{
    [Fact]
    public void Average_precision_is_the_area_under_the_best_precision_at_any_higher_recall()
    {
        // Precisions after each of true, false, true, true, false: 1, 1/2, 2/3, 3/4, 3/5; of five faces two are never found.
        DetectionResult result = new(10, 5, [(0.9f, true), (0.8f, false), (0.7f, true), (0.6f, true), (0.5f, false)]);

        Assert.Equal((1 + 0.75 + 0.75) / 5, result.AveragePrecision, 12);
        Assert.Equal(result.AveragePrecision, result.Value(SelectionMetric.AveragePrecision));
        Assert.Contains("average_precision, recall", Assert.Throws<UserErrorException>(() => result.Value(SelectionMetric.Uar)).Message);
    }

    [Fact]
    public void Recall_is_read_where_so_many_false_faces_are_allowed()
    {
        DetectionResult result = new(10, 5, [(0.9f, true), (0.8f, false), (0.7f, true), (0.6f, true), (0.5f, false)]);

        (double recall, double threshold) = result.RecallAt(0.1); // one false face in ten pictures
        Assert.Equal(0.6, recall, 12);
        Assert.Equal(0.6, threshold, 6);
        Assert.Equal(0.2, result.RecallAt(0.05).Recall, 12);
        Assert.Equal(result.RecallAt(0.01).Recall, result.Recall);
        (double found, double wrong) = result.At(0.7f);
        Assert.Equal(0.4, found, 12);
        Assert.Equal(0.1, wrong, 12);
    }

    [Fact]
    public void Of_equally_sure_detections_the_false_ones_come_first()
    {
        Assert.Equal(0.5, new DetectionResult(1, 1, [(0.5f, true), (0.5f, false)]).AveragePrecision, 12);
        Assert.Equal(0, new DetectionResult(1, 0, [(0.5f, false)]).AveragePrecision);
    }

    [Fact]
    public void Each_face_is_found_once_and_ignored_ones_are_held_against_nobody()
    {
        SceneFace[] faces = [new(new BoundingBox(0, 0, 10, 10), null), new(new BoundingBox(100, 0, 40, 40), null, IsIgnored: true)];
        FaceDetection[] detections =
        [
            new(new BoundingBox(0, 0, 10, 10), 0.9f),
            new(new BoundingBox(0, 1, 10, 10), 0.8f), // the same face again
            new(new BoundingBox(110, 10, 10, 10), 0.7f), // within the ignored one
            new(new BoundingBox(0, 50, 10, 10), 0.6f),
            new(new BoundingBox(6, 0, 10, 10), 0.5f), // overlaps too little
        ];

        Assert.Equal(
            [DetectionOutcome.True, DetectionOutcome.False, DetectionOutcome.Ignored, DetectionOutcome.False, DetectionOutcome.False], DetectionMatch.Compare(detections, faces));
    }
}
