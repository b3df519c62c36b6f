using Mien.Training.Options;

namespace Mien.Training;

/// <summary>The learning rate of each step: a linear rise, then a half cosine down (Loshchilov and Hutter, "SGDR", ICLR 2017).</summary>
/// <param name="options">Highest rate, warm-up and final fraction.</param>
/// <param name="stepsPerEpoch">Steps in an epoch.</param>
/// <param name="epochs">Epochs of the run.</param>
public sealed class LearningRateSchedule(OptimizerOptions options, int stepsPerEpoch, int epochs)
{
    private readonly long _warmup = (long)Math.Round(options.WarmupEpochs * stepsPerEpoch);
    private readonly long _total = (long)stepsPerEpoch * epochs;

    /// <summary>The learning rate for a step.</summary>
    /// <param name="step">Steps made before, over the whole run.</param>
    public double At(long step)
    {
        if (step < _warmup)
            return options.LearningRate * (step + 1) / _warmup;
        double progress = Math.Clamp((double)(step - _warmup) / Math.Max(1, _total - _warmup), 0, 1);
        double fraction = options.FinalFraction + (1 - options.FinalFraction) * 0.5 * (1 + Math.Cos(Math.PI * progress));
        return options.LearningRate * fraction;
    }
}
