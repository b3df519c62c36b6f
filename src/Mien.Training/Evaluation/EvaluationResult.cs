using Mien.Training.Metrics;

namespace Mien.Training.Evaluation;

/// <summary>What a model is worth on one part of some data.</summary>
public sealed record EvaluationResult
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Which samples, in words, for example <c>test part of speech</c>.</summary>
    public required string Data { get; init; }

    /// <summary>What the model said, and what is true.</summary>
    public required EmotionPredictions Predictions { get; init; }

    /// <summary>All samples with an emotion label together; null where no sample has one.</summary>
    public required GroupScores? All { get; init; }

    /// <summary>The parts that the dataset names: people, groups of people, corpora.</summary>
    public required IReadOnlyList<GroupScores> Groups { get; init; }

    /// <summary>How well landmarks are found; null where the model or the data have none.</summary>
    public LandmarkError? Landmarks { get; init; }

    /// <summary>How well valence is told; null where the model or the data have none.</summary>
    public ConcordanceResult? Valence { get; init; }

    /// <summary>How well arousal is told; null where the model or the data have none.</summary>
    public ConcordanceResult? Arousal { get; init; }

    /// <summary>How it was measured.</summary>
    public required EvaluationOptions Options { get; init; }
}
