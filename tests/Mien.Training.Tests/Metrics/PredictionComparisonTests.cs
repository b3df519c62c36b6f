using Mien.Core;
using Mien.Training.Metrics;

namespace Mien.Training.Tests.Metrics;

public sealed class PredictionComparisonTests
{
    private static readonly EmotionLabelSet s_labels = new(["neutral", "happy"]);

    [Fact]
    public void Differences_and_agreement_are_counted()
    {
        EmotionPredictions one = new(s_labels, [0, 1, -1], [0.9f, 0.1f, 0.4f, 0.6f, 0.55f, 0.45f]);
        EmotionPredictions other = new(s_labels, [0, 1, -1], [0.8f, 0.2f, 0.4f, 0.6f, 0.25f, 0.75f]);

        PredictionComparison comparison = PredictionComparison.Of(one, other);

        Assert.Equal(3, comparison.Samples);
        Assert.Equal(0.3, comparison.LargestDifference, 1e-6);
        Assert.Equal(0.8 / 6, comparison.MeanDifference, 1e-6);
        Assert.Equal(2.0 / 3, comparison.Agreement, 1e-12);
    }

    [Fact]
    public void Other_samples_are_refused() => Assert.Throws<ArgumentException>(
        () => PredictionComparison.Of(new(s_labels, [0], [1, 0]), new(s_labels, [0, 1], [1, 0, 0, 1])));
}
