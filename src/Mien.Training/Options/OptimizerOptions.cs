namespace Mien.Training.Options;

/// <summary>AdamW (Loshchilov and Hutter, ICLR 2019) and its learning rate over the run: linear warm-up, then a half cosine.</summary>
public sealed record OptimizerOptions
{
    /// <summary>Highest learning rate, reached at the end of the warm-up.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Epochs (or a fraction) over which the learning rate rises from near 0.</summary>
    public double WarmupEpochs { get; init; } = 1;

    /// <summary>Learning rate at the end of the run, as a fraction of the highest, 0..1.</summary>
    public double FinalFraction { get; init; } = 0.01;

    /// <summary>Decoupled weight decay of weight matrices and kernels; biases and normalisation have none.</summary>
    public double WeightDecay { get; init; } = 0.02;

    /// <summary>Decay of the running mean of gradients, 0 to below 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the running mean of squared gradients, 0 to below 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the denominator.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Largest norm of all gradients together; larger ones are scaled down. Null for no limit.</summary>
    public double? GradientClip { get; init; } = 1;

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        OptionRange.Require(LearningRate is > 0 and <= 10, nameof(LearningRate), LearningRate, "above 0 and at most 10");
        OptionRange.Require(WarmupEpochs is >= 0 and <= 1000, nameof(WarmupEpochs), WarmupEpochs, "from 0 to 1000");
        OptionRange.Require(FinalFraction is >= 0 and <= 1, nameof(FinalFraction), FinalFraction, "from 0 to 1");
        OptionRange.Require(WeightDecay is >= 0 and <= 10, nameof(WeightDecay), WeightDecay, "from 0 to 10");
        OptionRange.Require(Beta1 is >= 0 and < 1, nameof(Beta1), Beta1, "from 0 to below 1");
        OptionRange.Require(Beta2 is >= 0 and < 1, nameof(Beta2), Beta2, "from 0 to below 1");
        OptionRange.Require(Epsilon is > 0 and <= 1, nameof(Epsilon), Epsilon, "above 0 and at most 1");
        OptionRange.Require(GradientClip is null or > 0, nameof(GradientClip), GradientClip, "above 0, or null");
    }
}
