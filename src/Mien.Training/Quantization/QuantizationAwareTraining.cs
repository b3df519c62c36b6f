using Mien.Core;
using Mien.Data;
using Mien.Data.Loading;
using Mien.Torch;
using Mien.Training.Distributed;
using Mien.Training.Options;
using Mien.Training.Tasks;

namespace Mien.Training.Quantization;

/// <summary>
/// A run's part in quantisation-aware training. Batch norms are taken into the convolutions before the first step and stay in
/// evaluation; weights are rounded for each pass and exact for each step of the optimiser; activations are rounded by ranges that
/// follow the batches and then stand still.
/// </summary>
public sealed class QuantizationAwareTraining : IDisposable
{
    private readonly Module[] _held;
    private readonly RoundedWeights _weights;
    private readonly ActivationRanges _ranges;
    private readonly long _freezeStep;

    private QuantizationAwareTraining(Module[] held, RoundedWeights weights, ActivationRanges ranges, long freezeStep) =>
        (_held, _weights, _ranges, _freezeStep) = (held, weights, ranges, freezeStep);

    /// <summary>The ranges found so far, by place.</summary>
    public IReadOnlyDictionary<string, QuantizedRange> Ranges => _ranges.Found;

    /// <summary>Number of weights that are rounded, and of places where activations are.</summary>
    public (int Weights, int Places) Counts { get; private init; }

    /// <summary>Prepares the network of a run, which has its initial weights.</summary>
    /// <param name="task">What the run teaches; its network is changed.</param>
    /// <param name="samples">The first of these is shown to the network once, to see what it computes.</param>
    /// <param name="options">How ranges are found.</param>
    /// <param name="steps">Steps of the run.</param>
    /// <exception cref="UserErrorException">The network has nothing to quantise.</exception>
    public static QuantizationAwareTraining Prepare(TrainingTask task, ISampleDataset samples, QuantizationTrainingOptions options, long steps)
    {
        SampleBatch batch = new BatchLoader(samples, new SequentialSampler(1), new LoaderOptions { BatchSize = 1 }).Epoch(0).First();
        return Prepare(task.Model, () => task.Outputs(samples, batch), options, steps);
    }

    /// <summary>Prepares a network.</summary>
    /// <param name="model">The network; left in evaluation mode.</param>
    /// <param name="pass">Runs it once, with all its heads, on any sample.</param>
    /// <param name="options">How ranges are found.</param>
    /// <param name="steps">Steps of the run.</param>
    /// <exception cref="UserErrorException">The network has nothing to quantise.</exception>
    public static QuantizationAwareTraining Prepare(Module model, Action pass, QuantizationTrainingOptions options, long steps)
    {
        using CallObserver observer = new();
        using (TensorScope.Begin())
        using (Grad.Disabled())
        {
            model.Eval();
            using IDisposable interception = observer.Begin();
            pass();
        }
        QuantizationSites sites = QuantizationSites.Find(model, observer.Calls);
        if (sites.Weights.Count == 0)
            throw new UserErrorException($"The model has no convolution, large matrix product or LSTM, so there is nothing to quantise; take the section quantization out of the config.");
        foreach ((ObservedCall convolution, ObservedCall norm) in sites.Norms)
            BatchNormAbsorption.Apply(convolution, norm);
        HashSet<string> paths = [.. sites.HeldModules];
        Module[] held = [.. model.NamedModules().Where(entry => entry.Module is BatchNorm || paths.Contains(entry.Name)).Select(entry => entry.Module)];
        return new QuantizationAwareTraining(
            held, new RoundedWeights(sites.Weights), new ActivationRanges(sites.Places, options.RangeDecay), (long)Math.Ceiling(steps * options.FreezeRangesAfter))
        {
            Counts = (sites.Weights.Count, sites.Places.Count),
        };
    }

    /// <summary>Switches batch norms to evaluation; to be called whenever the model was switched to training.</summary>
    public void Hold()
    {
        foreach (Module module in _held)
            module.Eval();
    }

    /// <summary>Weights and activations are rounded until the result is disposed, which must be before the optimiser's step.</summary>
    /// <param name="step">Steps made in the run.</param>
    public IDisposable BeginStep(long step) => Begin(new FakeQuantization(_ranges) { Observes = step < _freezeStep });

    /// <summary>The same with ranges as they are, for evaluation.</summary>
    public IDisposable BeginEvaluation() => Begin(new FakeQuantization(_ranges));

    /// <summary>Makes the ranges of all processes the mean of theirs, after a step.</summary>
    /// <param name="parallel">This process's part.</param>
    /// <param name="step">Steps made in the run before this one.</param>
    /// <exception cref="InvalidOperationException">A place was not come by, so the training pass is not the one that was looked at.</exception>
    public void StepEnded(DataParallel parallel, long step)
    {
        if (_ranges.Unseen.FirstOrDefault() is { } unseen)
            throw new InvalidOperationException($"The training pass does not come by {unseen}, which the evaluation pass does.");
        if (!parallel.Place.IsDistributed || step >= _freezeStep)
            return;
        using TensorScope scope = TensorScope.Begin();
        float[] own = _ranges.Ends();
        _ranges.SetEnds(parallel.AllGather(Tensor.From(own, own.Length)).Mean([0]).ToArray<float>());
    }

    /// <summary>Takes the ranges of a checkpoint.</summary>
    /// <exception cref="UserErrorException">They are of another network.</exception>
    public void Load(IReadOnlyDictionary<string, QuantizedRange> ranges) => _ranges.Load(ranges);

    /// <inheritdoc/>
    public void Dispose() => _weights.Dispose();

    private Pass Begin(FakeQuantization quantization) => new(_weights.Begin(), quantization.Begin());

    private sealed class Pass(IDisposable weights, IDisposable interception) : IDisposable
    {
        public void Dispose()
        {
            interception.Dispose();
            weights.Dispose();
        }
    }
}
