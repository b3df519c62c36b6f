namespace Mien.Training.Progress;

/// <summary>A line for each epoch and for steps at the logging interval, for logs and where there is no terminal.</summary>
/// <param name="output">Takes the lines.</param>
public sealed class TextTrainingProgress(TextWriter output) : ITrainingProgress
{
    /// <inheritdoc/>
    public void Note(string message) => Write(message);

    /// <inheritdoc/>
    public void Step(StepReport step)
    {
        if (step.IsLogged)
            Write($"epoch {step.Epoch}/{step.Epochs}, step {step.Step}/{step.Steps}: {step.Figures}");
    }

    /// <inheritdoc/>
    public void Epoch(EpochReport epoch) => Write(epoch.ToString());

    private void Write(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }
}
