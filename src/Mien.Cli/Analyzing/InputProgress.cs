using Mien.Analysis;
using Mien.Cli.Invocation;
using Spectre.Console;

namespace Mien.Cli.Analyzing;

/// <summary>Moves one input's progress bar; gathers nothing, so it may be called from any thread.</summary>
internal sealed class InputProgress(Terminal terminal, string input, ProgressTask? task, ProgressTask? all) : IAnalysisProgress, IDisposable
{
    /// <inheritdoc/>
    public void Begin(TimelineHeader header)
    {
        if (task is not null)
            task.IsIndeterminate = header.Duration is null;
    }

    /// <inheritdoc/>
    public void Advance(AnalysisPosition position)
    {
        if (task is null)
            return;
        task.State.Update<long>(SpeedColumn.MomentsField, _ => position.Moments);
        if (position.Fraction is { } fraction)
            task.Value = fraction * task.MaxValue;
    }

    /// <inheritdoc/>
    public void Warn(string message)
    {
        // With a bar on the screen the result's warnings are listed afterwards; a line in between would tear it.
        if (task is null && terminal.Error.Profile.Capabilities.Interactive)
            terminal.WriteError($"{input}: {message}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (task is not null)
            task.Value = task.MaxValue;
        task?.StopTask();
        all?.Increment(1);
    }
}
