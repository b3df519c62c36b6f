namespace Mien.Torch;

/// <summary>Sets an optimiser's step sizes by a formula of the number of steps made. Step 0 holds from construction on.</summary>
public abstract class LearningRateScheduler
{
    private protected LearningRateScheduler(Optimizer optimizer) => Optimizer = optimizer;

    /// <summary>The optimiser whose rates are set.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Steps made so far; a checkpoint holds this number, and setting it restores the rates.</summary>
    public long StepCount
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
            foreach (ParameterGroup group in Optimizer.Groups)
                Apply(group, value);
        }
    }

    /// <summary>Makes a step: call it after the optimiser's.</summary>
    public void Step() => StepCount++;

    /// <summary>Sets a group's rates for a step.</summary>
    internal abstract void Apply(ParameterGroup group, long step);
}
