using Mien.Cli.Invocation;
using Mien.Training.Progress;

namespace Mien.Cli.Training;

/// <summary>Shows a training run: lines in a log, one line that is rewritten after each step on a terminal.</summary>
internal sealed class TrainingProgressView : IDisposable
{
    private readonly TerminalTrainingProgress? _live;

    public TrainingProgressView(Terminal terminal, bool isSilent = false)
    {
        TextWriter writer = isSilent ? TextWriter.Null : terminal.Error.Profile.Out.Writer;
        _live = !isSilent && terminal.Error.Profile.Capabilities.Interactive ? new TerminalTrainingProgress(writer) : null;
        Progress = _live ?? (ITrainingProgress)new TextTrainingProgress(writer);
    }

    /// <summary>Is told how the run goes.</summary>
    public ITrainingProgress Progress { get; }

    /// <inheritdoc/>
    public void Dispose() => _live?.ClearLine();
}
