namespace Mien.Torch;

/// <summary>
/// The one-cycle policy (Smith and Topin 2018) as torch's OneCycleLR with cosine annealing and two phases: up from
/// max / divFactor to the maximum, then down to max / divFactor / finalDivFactor, while momentum goes the other way.
/// </summary>
public sealed class OneCycle : LearningRateScheduler
{
    private readonly double _maximum;
    private readonly long _steps;
    private readonly double _peak;
    private readonly double _divFactor;
    private readonly double _finalDivFactor;
    private readonly bool _cycleMomentum;
    private readonly double _baseMomentum;
    private readonly double _maxMomentum;

    /// <summary>Makes the schedule.</summary>
    /// <param name="optimizer">The optimiser; its own initial rate is not used.</param>
    /// <param name="maximum">The greatest rate.</param>
    /// <param name="steps">Steps of the whole cycle, at least 2.</param>
    /// <param name="percentStart">Fraction of the cycle in which the rate rises, between 0 and 1.</param>
    /// <param name="divFactor">The maximum over the first rate.</param>
    /// <param name="finalDivFactor">The first rate over the last one.</param>
    /// <param name="cycleMomentum">Whether momentum (Adam's first beta) falls while the rate rises, and back.</param>
    /// <param name="baseMomentum">Momentum at the greatest rate.</param>
    /// <param name="maxMomentum">Momentum at the first and last rate.</param>
    public OneCycle(Optimizer optimizer, double maximum, long steps, double percentStart = 0.3, double divFactor = 25, double finalDivFactor = 1e4,
        bool cycleMomentum = true, double baseMomentum = 0.85, double maxMomentum = 0.95) : base(optimizer)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        if (percentStart is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(percentStart), percentStart, "The rising part must lie between 0 and 1.");
        (_maximum, _steps, _divFactor, _finalDivFactor) = (maximum, steps, divFactor, finalDivFactor);
        (_cycleMomentum, _baseMomentum, _maxMomentum) = (cycleMomentum, baseMomentum, maxMomentum);
        _peak = percentStart * steps - 1;
        StepCount = 0;
    }

    internal override void Apply(ParameterGroup group, long step)
    {
        double initial = _maximum / _divFactor;
        double last = _steps - 1;
        double now = Math.Min(step, last);
        bool rising = now <= _peak;
        double fraction = rising ? now / _peak : (now - _peak) / (last - _peak);
        group.LearningRate = rising ? Cosine(initial, _maximum, fraction) : Cosine(_maximum, initial / _finalDivFactor, fraction);
        if (_cycleMomentum)
            group.Momentum = rising ? Cosine(_maxMomentum, _baseMomentum, fraction) : Cosine(_baseMomentum, _maxMomentum, fraction);
    }

    private static double Cosine(double start, double end, double fraction) => end + (start - end) / 2 * (Math.Cos(Math.PI * fraction) + 1);
}
