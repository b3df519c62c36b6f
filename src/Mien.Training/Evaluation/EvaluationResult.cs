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

    /// <summary>All samples together.</summary>
    public required GroupScores All { get; init; }

    /// <summary>The parts that the dataset names: people, groups of people, corpora.</summary>
    public required IReadOnlyList<GroupScores> Groups { get; init; }

    /// <summary>How it was measured.</summary>
    public required EvaluationOptions Options { get; init; }
}
