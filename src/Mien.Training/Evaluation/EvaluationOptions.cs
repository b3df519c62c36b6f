using Mien.Training.Options;

namespace Mien.Training.Evaluation;

/// <summary>What an evaluation measures besides the scores that it always has.</summary>
public sealed record EvaluationOptions
{
    /// <summary>How many of the most probable labels may hold the true one, for each top-k accuracy, 1 or more; larger than the number of labels is passed over.</summary>
    public IReadOnlyList<int> TopK { get; init; } = [2, 3];

    /// <summary>Bins of the reliability diagram, 1 to 1000.</summary>
    public int CalibrationBins { get; init; } = 15;

    /// <summary>Times that the samples are drawn anew for the 95 % intervals, 0 (no intervals) to 1,000,000.</summary>
    public int BootstrapResamples { get; init; } = 1000;

    /// <summary>The same seed gives the same intervals.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Samples that the model is given at a time.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        OptionRange.Require(TopK.All(k => k >= 1), nameof(TopK), string.Join(", ", TopK), "numbers of at least 1");
        OptionRange.Require(CalibrationBins is >= 1 and <= 1000, nameof(CalibrationBins), CalibrationBins, "from 1 to 1000");
        OptionRange.Require(BootstrapResamples is >= 0 and <= 1_000_000, nameof(BootstrapResamples), BootstrapResamples, "from 0 to 1000000");
        OptionRange.Require(BatchSize >= 1, nameof(BatchSize), BatchSize, "at least 1");
    }
}
