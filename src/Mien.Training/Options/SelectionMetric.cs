namespace Mien.Training.Options;

/// <summary>What the best epoch is chosen by, on the validation part.</summary>
public enum SelectionMetric
{
    /// <summary>Share of samples that are right.</summary>
    Accuracy,

    /// <summary>Mean over labels of the share of their samples that are right (unweighted average recall).</summary>
    Uar,

    /// <summary>Mean F1 of the labels, weighted by their samples.</summary>
    WeightedF1,

    /// <summary>Mean F1 of the labels.</summary>
    MacroF1,

    /// <summary>Face detection: mean precision over all recalls, at an overlap of one half.</summary>
    AveragePrecision,

    /// <summary>Face detection: share of the faces that are found at the confidence that finds one false face in a hundred pictures.</summary>
    Recall,

    /// <summary>Landmarks: mean distance to the true points over the distance of the eyes' outer corners; the smallest is best.</summary>
    NormalizedMeanError,

    /// <summary>Nothing: the last epoch is kept, for example where emotion is not what a run teaches.</summary>
    Last,
}
