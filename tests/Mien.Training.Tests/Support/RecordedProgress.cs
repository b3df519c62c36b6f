using Mien.Training.Progress;

namespace Mien.Training.Tests.Support;

/// <summary>Remembers what a run told.</summary>
internal sealed class RecordedProgress(Action<EpochReport>? epochEnded = null) : ITrainingProgress
{
    public List<StepReport> Steps { get; } = [];

    public List<EpochReport> Epochs { get; } = [];

    public List<string> Notes { get; } = [];

    public void Note(string message) => Notes.Add(message);

    public void Step(StepReport step) => Steps.Add(step);

    public void Epoch(EpochReport epoch)
    {
        Epochs.Add(epoch);
        epochEnded?.Invoke(epoch);
    }
}
