namespace Mien.Training.Progress;

/// <summary>One step of training.</summary>
public sealed record StepReport
{
    /// <summary>Number of the epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Epochs of the run.</summary>
    public required int Epochs { get; init; }

    /// <summary>Number of the step in its epoch, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>Steps in the epoch.</summary>
    public required int Steps { get; init; }

    /// <summary>Mean loss of the epoch so far.</summary>
    public required double Loss { get; init; }

    /// <summary>Loss of the step.</summary>
    public required double StepLoss { get; init; }

    /// <summary>Learning rate of the step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Samples trained per second in this epoch so far.</summary>
    public required double SamplesPerSecond { get; init; }

    /// <summary>Mean time of a step in this epoch so far.</summary>
    public required double SecondsPerStep { get; init; }

    /// <summary>Part of it that was spent waiting for data.</summary>
    public required double DataSecondsPerStep { get; init; }

    /// <summary>Time that evaluation took after the last epoch; 0 in the first of a sitting.</summary>
    public required double EvaluationSeconds { get; init; }

    /// <summary>Memory of this process that is resident, MiB.</summary>
    public required double MemoryMebibytes { get; init; }

    /// <summary>Whether the step is one of those that logs tell of.</summary>
    public required bool IsLogged { get; init; }

    /// <summary>Number of the step in the whole run, from 1.</summary>
    public required long RunStep { get; init; }

    /// <summary>Time that the rest of the run takes where it goes on as now and is not stopped early.</summary>
    public TimeSpan TimeLeft => TimeSpan.FromSeconds(((Epochs - Epoch + 1L) * Steps - Step) * SecondsPerStep + (Epochs - Epoch + 1) * EvaluationSeconds);

    /// <summary>The numbers in one line.</summary>
    public string Figures => FormattableString.Invariant(
        $"loss {Loss:0.0000}, learning rate {LearningRate:0.00e+00}, {SamplesPerSecond:0} samples/s, {MemoryMebibytes:0} MiB, {TimeLeftText} left");

    /// <summary><see cref="TimeLeft"/> as hours, minutes and seconds, with days where there are any.</summary>
    public string TimeLeftText => TimeLeft.ToString(TimeLeft.Days > 0 ? @"d\d\ hh\:mm\:ss" : @"h\:mm\:ss", System.Globalization.CultureInfo.InvariantCulture);
}
