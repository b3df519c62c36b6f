using Mien.Models;

namespace Mien.Training.Options;

/// <summary>All settings of one training run; what a config file holds.</summary>
public sealed record TrainingConfig
{
    /// <summary>The run's name: its folder under the output folder.</summary>
    public string Name { get; init; } = "";

    /// <summary>Decides initial weights, order, augmentation and dropout: the same seed on one thread gives the same weights.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Threads that compute the network; 0 takes one for each core.</summary>
    public int Threads { get; init; }

    /// <summary>Times that the model sees the training data.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Samples in each step, over all processes together.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Threads that read and augment samples.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Shape of MixUp's Beta distribution; 0 for no MixUp.</summary>
    public float MixUpAlpha { get; init; }

    /// <summary>
    /// Heights and widths in pixels, one of which is drawn for the pictures of each step: one file then serves several sizes. A size that is
    /// named twice is drawn twice as often; empty for the data's own. Validation keeps the data's own.
    /// </summary>
    public IReadOnlyList<int> PictureSizes { get; init; } = [];

    /// <summary>Decay of the running average of the weights, which is what is evaluated and kept; 0 for none.</summary>
    public double AverageDecay { get; init; } = 0.998;

    /// <summary>Steps between two checkpoints inside an epoch, beside the one at its end; 0 for none.</summary>
    public int CheckpointSteps { get; init; }

    /// <summary>What the network's training passes compute in; bfloat16 pays on hardware that multiplies it.</summary>
    public ComputePrecision Precision { get; init; } = ComputePrecision.Float32;

    /// <summary>Whether batch norm is computed over the batches of all processes, where several train together.</summary>
    public bool SyncBatchNorm { get; init; }

    /// <summary>What the best epoch is chosen by.</summary>
    public SelectionMetric SelectBy { get; init; } = SelectionMetric.Uar;

    /// <summary>Keeps the weights of every so many epochs beside the best ones; 0 for none.</summary>
    public int KeepEvery { get; init; }

    /// <summary>Of the weights that <see cref="KeepEvery"/> keeps, how many at most: the last ones; 0 for all.</summary>
    public int KeepLast { get; init; }

    /// <summary>Steps between two lines of the log inside an epoch, and between two points in TensorBoard; 0 for about twenty an epoch.</summary>
    public int LogSteps { get; init; }

    /// <summary>A checkpoint (.safetensors or .pth) whose weights the model starts from, matched by name; null for random weights.</summary>
    public string? InitialWeights { get; init; }

    /// <summary>Whether the initial weights must hold every weight of the model; otherwise what they lack is left random.</summary>
    public bool StrictWeights { get; init; }

    /// <summary>Modules whose weights and statistics stay as they are, by dotted name, such as <c>encoder</c> or <c>encoder.features.0</c>.</summary>
    public IReadOnlyList<string> Freeze { get; init; } = [];

    /// <summary>
    /// Parts into which each process's samples of a step are divided, one after another, their gradients summed: memory shrinks, the step
    /// stays the same but for batch norm, whose statistics are then a part's.
    /// </summary>
    public int MicroBatches { get; init; } = 1;

    /// <summary>Learns for the 8-bit form of the model, from <see cref="InitialWeights"/>; null for floats.</summary>
    public QuantizationTrainingOptions? Quantization { get; init; }

    /// <summary>The data.</summary>
    public required DataOptions Data { get; init; }

    /// <summary>Which training samples an epoch sees.</summary>
    public SamplerOptions Sampler { get; init; } = new();

    /// <summary>The model; the number of labels is the data's.</summary>
    public required ModelSpec Model { get; init; }

    /// <summary>What is minimised.</summary>
    public LossOptions Loss { get; init; } = new();

    /// <summary>How.</summary>
    public OptimizerOptions Optimizer { get; init; } = new();

    /// <summary>The learning rate over the run.</summary>
    public ScheduleOptions Schedule { get; init; } = new();

    /// <summary>Training samples, and validation samples with the model's answers, that are drawn for the eye; 0 for none.</summary>
    public int Examples { get; init; }

    /// <summary>When the run ends before its last epoch.</summary>
    public EarlyStopOptions EarlyStop { get; init; } = new();

    /// <summary>Throws where a setting is out of range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public void Validate()
    {
        OptionRange.Require(Name.Length > 0 && Name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') && Name[0] != '.', nameof(Name), $"\"{Name}\"", "a name of letters, digits, - _ and .");
        OptionRange.Require(Threads is >= 0 and <= 1024, nameof(Threads), Threads, "from 0 to 1024");
        OptionRange.Require(Epochs is >= 1 and <= 100_000, nameof(Epochs), Epochs, "from 1 to 100000");
        OptionRange.Require(BatchSize is >= 2 and <= 65536, nameof(BatchSize), BatchSize, "from 2 to 65536");
        OptionRange.Require(CheckpointSteps is >= 0, nameof(CheckpointSteps), CheckpointSteps, "at least 0");
        OptionRange.Require(Workers is >= 1 and <= 256, nameof(Workers), Workers, "from 1 to 256");
        OptionRange.Require(MixUpAlpha is >= 0 and <= 10, nameof(MixUpAlpha), MixUpAlpha, "from 0 to 10");
        OptionRange.Require(PictureSizes.All(size => size is >= 32 and <= 1024), nameof(PictureSizes), $"[{string.Join(", ", PictureSizes)}]", "sizes from 32 to 1024 pixels");
        OptionRange.Require(AverageDecay is >= 0 and < 1, nameof(AverageDecay), AverageDecay, "from 0 to below 1");
        OptionRange.Require(MicroBatches >= 1 && MicroBatches <= BatchSize / 2, nameof(MicroBatches), MicroBatches, "from 1 to half of batch_size");
        OptionRange.Require(KeepEvery is >= 0 and <= 100_000, nameof(KeepEvery), KeepEvery, "from 0 to 100000");
        OptionRange.Require(KeepLast is >= 0 and <= 100_000, nameof(KeepLast), KeepLast, "from 0 to 100000");
        OptionRange.Require(KeepLast == 0 || KeepEvery > 0, nameof(KeepLast), KeepLast, "0 where keep_every is 0");
        OptionRange.Require(LogSteps >= 0, nameof(LogSteps), LogSteps, "at least 0");
        OptionRange.Require(Examples is >= 0 and <= 256, nameof(Examples), Examples, "from 0 to 256");
        OptionRange.Require(Quantization is null || InitialWeights is not null, nameof(InitialWeights), "nothing", "a checkpoint where there is a section quantization, which fine-tunes");
        OptionRange.Require(Quantization is null || Precision == ComputePrecision.Float32, nameof(Precision), "bfloat16", "float32 where there is a section quantization");
        OptionRange.Require(EarlyStop.Epochs == 0 || SelectBy != SelectionMetric.Last, nameof(SelectBy), "last", "a score where early_stop is to watch it");
        OptionRange.Require(Data is not null, "data", "nothing", "a section with the key kind");
        OptionRange.Require(Model is not null, "model", "nothing", "a section with the key name");
    }
}
