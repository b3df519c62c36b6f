using Mien.Training.Progress;

namespace Mien.Cli.Training;

/// <summary>A progress bar on one terminal line, and a lasting line for each epoch.</summary>
/// <param name="writer">The terminal.</param>
internal sealed class TerminalTrainingProgress(TextWriter writer) : ITrainingProgress
{
    private const int BarCells = 24;
    private const string ToLineStart = "\r", EraseLine = "\u001b[2K";

    private DateTime _drawnAt;

    /// <inheritdoc/>
    public void Note(string message)
    {
        ClearLine();
        writer.WriteLine(message);
    }

    /// <inheritdoc/>
    public void Step(StepReport step)
    {
        // Ten pictures a second are enough for the eye.
        if (step.Step < step.Steps && DateTime.UtcNow - _drawnAt < TimeSpan.FromMilliseconds(100))
            return;
        _drawnAt = DateTime.UtcNow;
        int filled = BarCells * step.Step / step.Steps;
        string bar = new string('#', filled).PadRight(BarCells, '.');
        ClearLine();
        writer.Write(FormattableString.Invariant(
            $"epoch {step.Epoch}/{step.Epochs} [{bar}] {step.Step}/{step.Steps}  loss {step.Loss:0.000}  lr {step.LearningRate:0.0e+00}  {step.SamplesPerSecond:0} samples/s  {step.MemoryMebibytes:0} MiB  {step.TimeLeftText} left"));
        writer.Flush();
    }

    /// <inheritdoc/>
    public void Epoch(EpochReport epoch) => Note(epoch.ToString());

    /// <summary>Removes the bar.</summary>
    public void ClearLine()
    {
        writer.Write(ToLineStart + EraseLine);
        writer.Flush();
    }
}
