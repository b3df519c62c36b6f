using Mien.Training.Distributed;
using Mien.Training.Metrics;
using Mien.Training.Options;
using Mien.Training.Progress;
using Mien.Training.Tests.Support;

namespace Mien.Training.Worker;

/// <summary>A whole tiny run with a checkpoint after each step; says each step on standard output.</summary>
internal static class TrainingJob
{
    public static void Run(string output, bool resume, int epochs, DataParallel parallel) => parallel.Run(() =>
    {
        TrainingConfig config = TinyRun.Config with { Epochs = epochs, CheckpointSteps = 1, MixUpAlpha = 0.2f, SyncBatchNorm = true };
        RunFolder folder = parallel.IsChief ? RunFolder.Open(output, config, resume) : RunFolder.Follow(output, config);
        bool begun = parallel.FromChief([folder.IsBegun ? (byte)1 : (byte)0])[0] != 0;
        using Trainer trainer = new(config, new ToneDataset(40, seed: 1), new ToneDataset(21, seed: 2), folder, new SpokenProgress(), parallel);
        return trainer.Run(begun);
    });

    private sealed class SpokenProgress : ITrainingProgress
    {
        public void Note(string message) => Console.WriteLine(message);

        public void Step(StepReport step) => Console.WriteLine(FormattableString.Invariant($"step {step.Epoch} {step.Step}"));

        public void Epoch(EpochReport epoch)
        {
            ClassificationResult validation = (ClassificationResult)epoch.Validation;
            Console.WriteLine(FormattableString.Invariant($"epoch {epoch.Epoch} accuracy {validation.Accuracy:R} of {validation.Confusion.Total}"));
        }
    }
}
