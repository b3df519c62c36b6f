namespace Mien.Torch;

/// <summary>From a fraction of the initial rate up to all of it, linearly over some steps, as torch's LinearLR; then constant.</summary>
public sealed class LinearWarmup : LearningRateScheduler
{
    private readonly long _steps;
    private readonly double _startFactor;

    /// <summary>Makes the schedule.</summary>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="steps">Steps until the initial rate is reached, at least 1.</param>
    /// <param name="startFactor">Fraction of the initial rate at step 0, above 0 and at most 1.</param>
    public LinearWarmup(Optimizer optimizer, long steps, double startFactor = 1.0 / 3) : base(optimizer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(startFactor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(startFactor, 1);
        (_steps, _startFactor) = (steps, startFactor);
        StepCount = 0;
    }

    internal override void Apply(ParameterGroup group, long step) =>
        group.LearningRate = group.InitialLearningRate * (_startFactor + (1 - _startFactor) * Math.Min(step, _steps) / _steps);
}
