using System.Diagnostics;
using Mien.Data;
using Mien.Data.Loading;
using Mien.Models;
using Mien.Torch;
using Mien.Training;
using Mien.Training.Options;

namespace Mien.Benchmarks.TrainingThroughput;

/// <summary>Training in C#: pictures from files by Mien's loader, or the same batches from memory.</summary>
internal sealed class MienTrainer : IDisposable
{
    private readonly ThroughputOptions _options;
    private readonly IEmotionDataset _dataset;
    private readonly BatchLoader _loader;
    private readonly FaceEmotionModel _model;
    private readonly AdamW _optimizer;
    private int _epoch;

    public MienTrainer(ThroughputOptions options)
    {
        _options = options;
        TorchThreads.Set(options.Threads);
        ImageFolderDataOptions data = new()
        {
            Root = Path.GetDirectoryName(options.Folder)!,
            Folder = Path.GetFileName(options.Folder),
            ImageSize = options.Size,
            Shares = new() { Validation = 0.01, Test = 0.01 },
            Augmentation = new() { ErasingProbability = 0.25f },
        };
        _dataset = data.Open(DatasetPart.Training);
        _loader = new BatchLoader(_dataset, new ShuffledSampler(_dataset.Count, 1), new LoaderOptions
        {
            BatchSize = options.Batch,
            Workers = options.Workers,
            Augment = true,
            DropLast = true,
            Seed = 1,
        });
        _model = new FaceEmotionModel(new FaceModelSpec { Labels = _dataset.Labels.Count });
        _optimizer = new AdamW(_model.Parameters(), learningRate: 1e-3);
    }

    /// <summary>Number of pictures.</summary>
    public int Count => _dataset.Count;

    /// <summary>Pictures a second with decoding and augmentation; the first step is not counted.</summary>
    public double RunFromFiles(int steps) => Run(_loader.Epoch(_epoch++), steps);

    /// <summary>Pictures a second over one batch that is in memory already.</summary>
    public double RunFromMemory(int steps)
    {
        SampleBatch batch = _loader.Epoch(_epoch++).First();
        return Run(Enumerable.Repeat(batch, steps + 1), steps);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
    }

    private double Run(IEnumerable<SampleBatch> batches, int steps)
    {
        long start = 0;
        int done = -1;
        foreach (SampleBatch batch in batches)
        {
            using TensorScope scope = TensorScope.Begin();
            Tensor targets = Tensor.From(batch.Targets, batch.Count, _dataset.Labels.Count);
            Tensor loss = Functional.CrossEntropy(_model.Forward(ModelInput.Of(_dataset, batch)), targets);
            _optimizer.ZeroGrad();
            loss.Backward();
            _optimizer.Step();
            loss.Item<float>();
            if (done < 0)
                start = Stopwatch.GetTimestamp();
            if (++done == steps)
                break;
        }
        return done * (double)_options.Batch / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
