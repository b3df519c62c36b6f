namespace Mien.Torch;

/// <summary>
/// From the initial rate down to a least one along half a cosine (Loshchilov and Hutter 2017):
/// min + (initial - min) * (1 + cos(pi * step / steps)) / 2, as torch's CosineAnnealingLR. After the last step the rate stays.
/// </summary>
public sealed class CosineAnnealing : LearningRateScheduler
{
    private readonly long _steps;
    private readonly double _minimum;

    /// <summary>Makes the schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="steps">Steps until the least rate, at least 1.</param>
    /// <param name="minimum">The least rate.</param>
    public CosineAnnealing(Optimizer optimizer, long steps, double minimum = 0) : base(optimizer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        (_steps, _minimum) = (steps, minimum);
        StepCount = 0;
    }

    internal override void Apply(ParameterGroup group, long step) =>
        group.LearningRate = _minimum + (group.InitialLearningRate - _minimum) * (1 + Math.Cos(Math.PI * Math.Min(step, _steps) / _steps)) / 2;
}
