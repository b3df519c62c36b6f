using Mien.Training.Options;

namespace Mien.Training;

/// <summary>The learning rate of each step of a run.</summary>
/// <param name="highest">The highest learning rate.</param>
/// <param name="options">Its course.</param>
/// <param name="stepsPerEpoch">Steps in an epoch.</param>
/// <param name="epochs">Epochs of the run.</param>
public sealed class LearningRateSchedule(double highest, ScheduleOptions options, int stepsPerEpoch, int epochs)
{
    private readonly long _warmup = options.Kind == ScheduleKind.OneCycle ? 0 : (long)Math.Round(options.WarmupEpochs * stepsPerEpoch);
    private readonly long _total = (long)stepsPerEpoch * epochs;

    /// <summary>The learning rate for a step.</summary>
    /// <param name="step">Steps made before, over the whole run.</param>
    public double At(long step)
    {
        if (step < _warmup)
            return highest * (options.WarmupStart + (1 - options.WarmupStart) * (step + 1) / _warmup);
        return highest * options.Kind switch
        {
            ScheduleKind.Cosine => HalfCosine(1, options.FinalFraction, (double)(step - _warmup) / Math.Max(1, _total - _warmup)),
            ScheduleKind.OneCycle => OneCycle(step),
            ScheduleKind.Step => Math.Pow(options.StepFactor, options.StepEpochs.Count(epoch => step >= (long)epoch * stepsPerEpoch)),
            _ => 1,
        };
    }

    // The phases end where those of torch's OneCycleLR do.
    private double OneCycle(long step)
    {
        double peak = Math.Max(options.RisingFraction * _total - 1, 0), last = Math.Max(_total - 1, peak + 1);
        double first = 1 / options.StartDivisor;
        return step <= peak && peak > 0
            ? HalfCosine(first, 1, step / peak)
            : HalfCosine(1, first / options.FinalDivisor, (step - peak) / (last - peak));
    }

    private static double HalfCosine(double from, double to, double progress) =>
        to + (from - to) * 0.5 * (1 + Math.Cos(Math.PI * Math.Clamp(progress, 0, 1)));
}
