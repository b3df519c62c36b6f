using System.Diagnostics;
using Mien.Models;
using Mien.Torch;

namespace Mien.Benchmarks.TrainingStep;

/// <summary>The training step in C#.</summary>
internal sealed class MienTrainer : IDisposable
{
    private readonly BenchmarkOptions _options;
    private readonly FaceEmotionModel _model;
    private readonly AdamW _optimizer;
    private readonly Tensor _images;
    private readonly Tensor _labels;

    public MienTrainer(BenchmarkOptions options, double dropout = 0.2, double stochasticDepth = 0.2)
    {
        _options = options;
        TorchThreads.Set(options.Threads);
        _model = new FaceEmotionModel(new FaceModelSpec { Labels = options.Labels, Dropout = dropout, StochasticDepth = stochasticDepth });
        if (File.Exists(options.Weights))
        {
            using TensorScope scope = TensorScope.Begin();
            _model.LoadStateDict(SafeTensors.Load(options.Weights));
        }
        _optimizer = new AdamW(_model.Parameters(), learningRate: 1e-3);
        TorchRandom.Seed(1);
        _images = Tensor.Rand([options.Batch, 3, options.Size, options.Size]);
        _labels = Tensor.From([.. Enumerable.Range(0, options.Batch).Select(i => (long)i % options.Labels)]);
    }

    public void SaveWeights() => SafeTensors.Save(_options.Weights, _model.StateDict());

    /// <summary>Losses of steps; make the trainer without dropout to compare them.</summary>
    public double[] Check(int steps) => [.. Enumerable.Range(0, steps).Select(_ => Train())];

    public Measurement Run(int steps)
    {
        using Process process = Process.GetCurrentProcess();
        TimeSpan before = process.TotalProcessorTime;
        double[] seconds = new double[steps];
        for (int i = 0; i < steps; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Train();
            seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        process.Refresh();
        return new Measurement(seconds, (process.TotalProcessorTime - before).TotalSeconds);
    }

    public void Dispose()
    {
        _images.Dispose();
        _labels.Dispose();
        _optimizer.Dispose();
        _model.Dispose();
    }

    private double Train()
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor loss = Functional.CrossEntropy(_model.Forward(_images), _labels);
        _optimizer.ZeroGrad();
        loss.Backward();
        _optimizer.Step();
        return loss.Item<float>();
    }
}
