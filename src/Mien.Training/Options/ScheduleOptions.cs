namespace Mien.Training.Options;

/// <summary>
/// The learning rate over the run, as a share of <see cref="OptimizerOptions.LearningRate"/>. It changes at each step, not at each epoch.
/// </summary>
public sealed record ScheduleOptions
{
    /// <summary>The course after the warm-up.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Cosine;

    /// <summary>Epochs (or a fraction) over which the learning rate rises in a straight line.</summary>
    public double WarmupEpochs { get; init; } = 1;

    /// <summary>Share of the highest learning rate at which the warm-up begins, 0..1.</summary>
    public double WarmupStart { get; init; }

    /// <summary>Cosine: share of the highest learning rate at the end of the run, 0..1.</summary>
    public double FinalFraction { get; init; } = 0.01;

    /// <summary>One cycle: share of the run in which the learning rate rises, between 0 and 1.</summary>
    public double RisingFraction { get; init; } = 0.3;

    /// <summary>One cycle: the highest learning rate over the first one.</summary>
    public double StartDivisor { get; init; } = 25;

    /// <summary>One cycle: the first learning rate over the last one.</summary>
    public double FinalDivisor { get; init; } = 1e4;

    /// <summary>Step: epochs done at which the learning rate changes, ascending.</summary>
    public IReadOnlyList<int> StepEpochs { get; init; } = [];

    /// <summary>Step: what the learning rate is multiplied by at each.</summary>
    public double StepFactor { get; init; } = 0.1;

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        OptionRange.Require(WarmupEpochs is >= 0 and <= 1000, nameof(WarmupEpochs), WarmupEpochs, "from 0 to 1000");
        OptionRange.Require(WarmupStart is >= 0 and <= 1, nameof(WarmupStart), WarmupStart, "from 0 to 1");
        OptionRange.Require(FinalFraction is >= 0 and <= 1, nameof(FinalFraction), FinalFraction, "from 0 to 1");
        OptionRange.Require(RisingFraction is > 0 and < 1, nameof(RisingFraction), RisingFraction, "above 0 and below 1");
        OptionRange.Require(StartDivisor is >= 1 and <= 1e9, nameof(StartDivisor), StartDivisor, "from 1 to 1e9");
        OptionRange.Require(FinalDivisor is >= 1 and <= 1e12, nameof(FinalDivisor), FinalDivisor, "from 1 to 1e12");
        OptionRange.Require(StepFactor is > 0 and <= 1, nameof(StepFactor), StepFactor, "above 0 and at most 1");
        OptionRange.Require(
            StepEpochs.All(epoch => epoch > 0) && StepEpochs.Zip(StepEpochs.Skip(1)).All(pair => pair.First < pair.Second),
            nameof(StepEpochs),
            $"[{string.Join(", ", StepEpochs)}]",
            "a list of ascending epochs above 0");
        OptionRange.Require(Kind != ScheduleKind.Step || StepEpochs.Count > 0, nameof(StepEpochs), "nothing", "a list of epochs where the kind is step");
    }
}
