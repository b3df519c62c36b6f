using Mien.Core;

namespace Mien.Training.Metrics;

/// <summary>How often each label was taken for each. Rows are true labels, columns predicted ones.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[,] _counts;

    /// <summary>Makes an empty matrix.</summary>
    public ConfusionMatrix(EmotionLabelSet labels) => (Labels, _counts) = (labels, new long[labels.Count, labels.Count]);

    /// <summary>The labels of rows and columns.</summary>
    public EmotionLabelSet Labels { get; }

    /// <summary>How often samples of one label were predicted to be another.</summary>
    public long this[int actual, int predicted] => _counts[actual, predicted];

    /// <summary>Number of samples.</summary>
    public long Total => Enumerable.Range(0, Labels.Count).Sum(Support);

    /// <summary>Counts a sample.</summary>
    public void Add(int actual, int predicted) => _counts[actual, predicted]++;

    /// <summary>Number of samples of a label.</summary>
    public long Support(int label) => Enumerable.Range(0, Labels.Count).Sum(predicted => _counts[label, predicted]);

    /// <summary>Number of samples predicted to be a label.</summary>
    public long Predicted(int label) => Enumerable.Range(0, Labels.Count).Sum(actual => _counts[actual, label]);
}
