namespace Mien.Training.Options;

/// <summary>How gradients change weights.</summary>
public sealed record OptimizerOptions
{
    /// <summary>The method.</summary>
    public OptimizerKind Kind { get; init; } = OptimizerKind.Adamw;

    /// <summary>Highest learning rate; <see cref="ScheduleOptions"/> says when.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>
    /// Weight decay of weight matrices and kernels (AdamW's is decoupled from the gradient, SGD's is added to it); biases and normalisation have none.
    /// </summary>
    public double WeightDecay { get; init; } = 0.02;

    /// <summary>AdamW: decay of the running mean of gradients, 0 to below 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>AdamW: decay of the running mean of squared gradients, 0 to below 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>AdamW: added to the denominator.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>SGD: share of the old direction that is kept at each step, 0 to below 1.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>SGD: whether the step looks ahead along the new direction.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>Learning rate of each layer as a share of the next one's, above 0 and at most 1: below 1, what comes first in the network changes less.</summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>Modules with a learning rate of their own.</summary>
    public IReadOnlyList<RateFactorOptions> RateFactors { get; init; } = [];

    /// <summary>Largest norm of all gradients together; larger ones are scaled down. Null for no limit.</summary>
    public double? GradientClip { get; init; } = 1;

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        OptionRange.Require(LearningRate is > 0 and <= 10, nameof(LearningRate), LearningRate, "above 0 and at most 10");
        OptionRange.Require(WeightDecay is >= 0 and <= 10, nameof(WeightDecay), WeightDecay, "from 0 to 10");
        OptionRange.Require(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "from 0 to below 1");
        OptionRange.Require(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "from 0 to below 1");
        OptionRange.Require(Epsilon is > 0 and <= 1, nameof(Epsilon), Epsilon, "above 0 and at most 1");
        OptionRange.Require(Momentum is >= 0 and < 1, nameof(Momentum), Momentum, "from 0 to below 1");
        OptionRange.Require(Kind != OptimizerKind.Sgd || !Nesterov || Momentum > 0, nameof(Momentum), Momentum, "above 0 where nesterov is true");
        OptionRange.Require(LayerDecay is > 0 and <= 1, nameof(LayerDecay), LayerDecay, "above 0 and at most 1");
        OptionRange.Require(GradientClip is null or > 0, nameof(GradientClip), GradientClip, "above 0, or null");
    }
}
