using Mien.Training.Checkpoints;
using Mien.Training.Distributed;
using Mien.Training.Metrics;
using Mien.Training.Options;
using Mien.Training.Progress;
using Mien.Training.Tests.Support;

namespace Mien.Training.Worker;

/// <summary>A tiny run with a checkpoint after each step, whole or until it is asked to stop; says each step on standard output.</summary>
internal static class TrainingJob
{
    public static void Run(TrainingConfig config, string output, bool resume, string? stopAfter, DataParallel parallel) => parallel.Run(() =>
    {
        using CancellationTokenSource stop = new();
        RunFolder folder = parallel.IsChief ? RunFolder.Open(output, config, resume) : RunFolder.Follow(output, config);
        bool begun = parallel.FromChief([folder.IsBegun ? (byte)1 : (byte)0])[0] != 0;
        using Trainer trainer = new(config, TinyRun.Training, TinyRun.Validation, folder, new SpokenProgress(line =>
        {
            if (line == stopAfter)
                stop.Cancel();
        }), parallel);
        TrainingState state = trainer.Run(begun, stop.Token);
        if (trainer.Ranges is { } ranges)
            Console.WriteLine(FormattableString.Invariant($"ranges {string.Join(' ', ranges.OrderBy(range => range.Key, StringComparer.Ordinal).Select(range => $"{range.Value.Low:R} {range.Value.High:R}"))}"));
        return state;
    });

    private sealed class SpokenProgress(Action<string> stepped) : ITrainingProgress
    {
        public void Note(string message) => Console.WriteLine(message);

        public void Step(StepReport step)
        {
            string line = FormattableString.Invariant($"step {step.Epoch} {step.Step}");
            Console.WriteLine(line);
            stepped(line);
        }

        public void Epoch(EpochReport epoch)
        {
            ClassificationResult validation = (ClassificationResult)epoch.Validation;
            Console.WriteLine(FormattableString.Invariant($"epoch {epoch.Epoch} accuracy {validation.Accuracy:R} of {validation.Confusion.Total}"));
        }
    }
}
