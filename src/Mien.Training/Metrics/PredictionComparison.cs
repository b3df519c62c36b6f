namespace Mien.Training.Metrics;

/// <summary>How far the predictions of two models for the same samples differ.</summary>
/// <param name="Samples">Samples compared.</param>
/// <param name="LargestDifference">The largest difference of two probabilities, 0..1.</param>
/// <param name="MeanDifference">The mean difference of two probabilities, 0..1.</param>
/// <param name="Agreement">Share of samples whose most probable label is the same, 0..1.</param>
public sealed record PredictionComparison(int Samples, double LargestDifference, double MeanDifference, double Agreement)
{
    /// <summary>Compares predictions.</summary>
    /// <param name="reference">What one model said.</param>
    /// <param name="other">What the other said of the same samples in the same order.</param>
    /// <exception cref="ArgumentException">Labels or samples differ, or there is no sample.</exception>
    public static PredictionComparison Of(EmotionPredictions reference, EmotionPredictions other)
    {
        if (!reference.Labels.Equals(other.Labels) || reference.Count != other.Count || reference.Count == 0)
            throw new ArgumentException("Only predictions of the same samples and labels can be compared.", nameof(other));
        (double largest, double sum, int agreeing) = (0, 0, 0);
        for (int sample = 0; sample < reference.Count; sample++)
        {
            ReadOnlySpan<float> one = reference.Probabilities(sample), two = other.Probabilities(sample);
            for (int label = 0; label < one.Length; label++)
            {
                double difference = Math.Abs((double)one[label] - two[label]);
                largest = Math.Max(largest, difference);
                sum += difference;
            }
            agreeing += reference.Predicted(sample) == other.Predicted(sample) ? 1 : 0;
        }
        return new PredictionComparison(reference.Count, largest, sum / reference.Count / reference.Labels.Count, (double)agreeing / reference.Count);
    }
}
