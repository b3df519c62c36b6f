namespace Mien.Torch;

/// <summary>Parameters that an optimiser treats alike.</summary>
public sealed class ParameterGroup
{
    /// <summary>Makes a group.</summary>
    /// <param name="parameters">The parameters; the module owns them.</param>
    /// <param name="learningRate">Step size, at least 0.</param>
    /// <param name="weightDecay">Weight decay, at least 0.</param>
    public ParameterGroup(IEnumerable<Tensor> parameters, double learningRate, double weightDecay = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(learningRate);
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        Parameters = [.. parameters];
        (LearningRate, InitialLearningRate, WeightDecay) = (learningRate, learningRate, weightDecay);
    }

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Tensor> Parameters { get; }

    /// <summary>Step size; a scheduler changes it.</summary>
    public double LearningRate { get; set; }

    /// <summary>The step size that schedules start from.</summary>
    public double InitialLearningRate { get; }

    /// <summary>Weight decay.</summary>
    public double WeightDecay { get; set; }

    /// <summary>Momentum, or Adam's first beta; the one-cycle schedule changes it.</summary>
    public double Momentum { get; set; }
}
