using Mien.Data;
using Mien.Models;
using Mien.Training.Checkpoints;
using Mien.Training.Options;
using Mien.Training.Progress;

namespace Mien.Training.Tests.Support;

/// <summary>A speech model of a few thousand weights on <see cref="ToneDataset"/>, on one thread: an epoch takes a fraction of a second.</summary>
internal static class TinyRun
{
    public static TrainingConfig Config { get; } = new()
    {
        Name = "tiny",
        Seed = 11,
        Threads = 1,
        Epochs = 4,
        BatchSize = 8,
        AverageDecay = 0.9,
        Data = new SpeechDataOptions { MelBands = ToneDataset.Bands, Frames = ToneDataset.Frames },
        Model = new SpeechModelSpec
        {
            Encoder = new AudioNetworkOptions { MelBands = ToneDataset.Bands, Channels = [4, 4, 8, 8], LstmHidden = 8, AttentionHidden = 4, Dropout = 0.1 },
            Dropout = 0.1,
        },
        Optimizer = new OptimizerOptions { LearningRate = 5e-3 },
        Schedule = new ScheduleOptions { WarmupEpochs = 0.5 },
    };

    /// <summary>The same with a checkpoint after each step; what the worker trains on <see cref="Training"/> and <see cref="Validation"/>.</summary>
    public static TrainingConfig ConfigInSteps { get; } = Config with { CheckpointSteps = 1, MixUpAlpha = 0.2f, SyncBatchNorm = true };

    /// <summary>A run that learns nothing, so that its score soon grows no more and it stops early.</summary>
    public static TrainingConfig ConfigToStop { get; } = Config with
    {
        Epochs = 20,
        Optimizer = new OptimizerOptions { LearningRate = 1e-12, WeightDecay = 0 },
        EarlyStop = new EarlyStopOptions { Epochs = 2 },
    };

    /// <summary>Learning on for 8 bits; it needs weights to begin with. The ranges move to the end, so that processes which did not share them would each have their own.</summary>
    public static TrainingConfig ConfigForIntegers { get; } = Config with
    {
        Name = "integers",
        Epochs = 2,
        Quantization = new QuantizationTrainingOptions { FreezeRangesAfter = 1 },
    };

    public static ToneDataset Training { get; } = new(40, seed: 1);

    public static ToneDataset Validation { get; } = new(21, seed: 2);

    /// <summary>The same without dropout and averaging: for learning few samples by heart.</summary>
    public static TrainingConfig ConfigToMemorise { get; } = Config with
    {
        AverageDecay = 0,
        Optimizer = new OptimizerOptions { LearningRate = 2e-2 },
        Schedule = new ScheduleOptions { WarmupEpochs = 2 },
        Model = new SpeechModelSpec
        {
            Encoder = new AudioNetworkOptions { MelBands = ToneDataset.Bands, Channels = [8, 8, 8, 8], LstmHidden = 8, AttentionHidden = 4, Dropout = 0 },
            Dropout = 0,
        },
    };

    public static (TrainingState State, RunFolder Folder, RecordedProgress Progress) Train(
        TrainingConfig config, string output, IEmotionDataset training, IEmotionDataset validation, bool resume = false, Action<EpochReport>? epochEnded = null, CancellationToken cancellationToken = default)
    {
        RunFolder folder = RunFolder.Open(output, config, resume);
        RecordedProgress progress = new(epochEnded);
        using Trainer trainer = new(config, training, validation, folder, progress);
        return (trainer.Run(resume, cancellationToken), folder, progress);
    }
}
