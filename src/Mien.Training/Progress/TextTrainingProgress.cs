namespace Mien.Training.Progress;

/// <summary>A line for each epoch, for logs and where there is no terminal.</summary>
/// <param name="output">Takes the lines.</param>
public sealed class TextTrainingProgress(TextWriter output) : ITrainingProgress
{
    /// <inheritdoc/>
    public void Note(string message) => Write(message);

    /// <inheritdoc/>
    public void Step(StepReport step)
    {
        // Twenty lines an epoch at most, so that a log shows that the run is alive.
        if (step.Step % Math.Max(1, step.Steps / 20) == 0)
            Write(FormattableString.Invariant($"epoch {step.Epoch}/{step.Epochs}, step {step.Step}/{step.Steps}: loss {step.Loss:0.0000}, learning rate {step.LearningRate:0.00e+00}, {step.SamplesPerSecond:0} samples/s"));
    }

    /// <inheritdoc/>
    public void Epoch(EpochReport epoch) => Write(epoch.ToString());

    private void Write(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }
}
