namespace Mien.Torch;

/// <summary>One schedule for the first steps, then another that counts from there, as torch's SequentialLR; for example warm-up, then cosine.</summary>
public sealed class SequentialScheduler : LearningRateScheduler
{
    private readonly LearningRateScheduler _first;
    private readonly LearningRateScheduler _second;
    private readonly long _milestone;

    /// <summary>Makes the schedule; both parts are for the same optimiser.</summary>
    /// <param name="first">Holds before the milestone.</param>
    /// <param name="milestone">The step at which the second begins with its own step 0.</param>
    /// <param name="second">Holds from the milestone on.</param>
    public SequentialScheduler(LearningRateScheduler first, long milestone, LearningRateScheduler second) : base(first.Optimizer)
    {
        if (first.Optimizer != second.Optimizer)
            throw new ArgumentException("Both schedules must be for the same optimiser.", nameof(second));
        (_first, _milestone, _second) = (first, milestone, second);
        StepCount = 0;
    }

    internal override void Apply(ParameterGroup group, long step)
    {
        if (step < _milestone)
            _first.Apply(group, step);
        else
            _second.Apply(group, step - _milestone);
    }
}
