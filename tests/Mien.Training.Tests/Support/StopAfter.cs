using Mien.Training.Hooks;
using Mien.Training.Progress;

namespace Mien.Training.Tests.Support;

/// <summary>Asks a run to stop after some steps.</summary>
internal sealed class StopAfter(CancellationTokenSource stop, int steps) : ITrainingHook
{
    private int _made;

    public void StepEnded(StepReport step)
    {
        if (++_made == steps)
            stop.Cancel();
    }
}
