using System.Diagnostics;
using Mien.Core;
using Mien.Data;
using Mien.Data.Loading;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Checkpoints;
using Mien.Training.Metrics;
using Mien.Training.Options;
using Mien.Training.Progress;

namespace Mien.Training;

/// <summary>
/// Trains a model: <see cref="Run"/> is the whole loop, to be read from top to bottom. Each epoch's randomness is derived
/// from seed and epoch, so a run that goes on from a checkpoint ends in the same weights as one never interrupted
/// (bit for bit on one thread).
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly TrainingConfig _config;
    private readonly IEmotionDataset _training;
    private readonly IEmotionDataset _validation;
    private readonly RunFolder _folder;
    private readonly ITrainingProgress _progress;
    private readonly EmotionModel _model;
    private readonly Tensor[] _parameters;
    private readonly WeightAverage? _average;
    private readonly Optimizer _optimizer;
    private readonly MultiTaskLoss _loss;
    private readonly BatchLoader _loader;
    private readonly LearningRateSchedule _schedule;
    private readonly int _stepsPerEpoch;

    /// <summary>Makes the model, the optimiser and the loader of a run.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="training">What the model learns from.</param>
    /// <param name="validation">What the best epoch is chosen by.</param>
    /// <param name="folder">Takes checkpoints and logs.</param>
    /// <param name="progress">Is told how it goes.</param>
    /// <exception cref="UserErrorException">The data do not fill one batch, or the initial weights do not fit.</exception>
    public Trainer(TrainingConfig config, IEmotionDataset training, IEmotionDataset validation, RunFolder folder, ITrainingProgress progress)
    {
        (_config, _training, _validation, _folder, _progress) = (config, training, validation, folder, progress);
        TorchThreads.Set(config.Threads > 0 ? config.Threads : Environment.ProcessorCount);
        TorchRandom.Seed(config.Seed);

        ModelSpec = config.Model with { Labels = training.Labels.Count };
        _model = ModelFactory.Create(ModelSpec);
        if (config.InitialWeights is { } initial)
            _progress.Note(InitialWeights.Load(initial, _model));
        ChannelsLast.Apply(_model);
        _parameters = [.. _model.Parameters()];
        _average = config.AverageDecay > 0 ? new WeightAverage(_model, config.AverageDecay) : null;
        _optimizer = MakeOptimizer(_parameters, config.Optimizer);
        _loss = new MultiTaskLoss(config.Loss, _model.AuxiliaryHeads, training, LabelCounts(training));
        _loader = new BatchLoader(training, config.Sampler.Make(training, config.Seed), new LoaderOptions
        {
            BatchSize = config.BatchSize,
            Workers = config.Workers,
            Augment = true,
            DropLast = true, // batch normalisation needs more than a few samples
            MixUpAlpha = config.MixUpAlpha,
            Seed = config.Seed,
        });
        _stepsPerEpoch = _loader.BatchCount(0);
        if (_stepsPerEpoch == 0)
            throw new UserErrorException($"The {training.Count} training samples do not fill one batch of {config.BatchSize}; make batch_size smaller.");
        _schedule = new LearningRateSchedule(config.Optimizer.LearningRate, config.Schedule, _stepsPerEpoch, config.Epochs);
    }

    /// <summary>What the model is.</summary>
    public ModelSpec ModelSpec { get; }

    /// <summary>The model; after <see cref="Run"/> with the weights of the last epoch, not averaged.</summary>
    public EmotionModel Model => _model;

    /// <summary>Trains from the start, or from the folder's checkpoint, to the last epoch.</summary>
    /// <param name="resume">Whether to go on from the folder's checkpoint.</param>
    /// <param name="cancellationToken">Ends the run; the last epoch's checkpoint stays.</param>
    /// <exception cref="UserErrorException">The loss is no longer a number, or the checkpoint does not fit.</exception>
    public TrainingState Run(bool resume = false, CancellationToken cancellationToken = default)
    {
        TrainingState state = resume
            ? RunCheckpoint.Load(_folder.LastCheckpoint, _model, _average, _optimizer, _folder.ConfigYaml)
            : TrainingState.Start;
        while (state.EpochsDone < _config.Epochs)
        {
            int epoch = state.EpochsDone;
            long startedAt = Stopwatch.GetTimestamp();
            _model.Train();
            TorchRandom.Seed(EpochSeed(epoch)); // dropout of the epoch

            double lossSum = 0;
            int step = 0;
            foreach (EmotionBatch batch in _loader.Epoch(epoch, cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                long stepsDone = state.StepsDone + step;
                using TensorScope scope = TensorScope.Begin();
                EmotionInputs inputs = ModelInput.Of(_training, batch); // image (B, 3, H, W) or audio (B, 1, M, T)
                Tensor targets = Tensor.From(batch.Targets, batch.Count, _training.Labels.Count); // (B, C), rows sum to 1
                EmotionOutputs outputs = _model.ForwardAll(inputs); // logits (B, C), and what further heads say
                Tensor loss = _loss.Compute(outputs, targets, AuxiliaryTargets.Of(_training, batch)); // scalar

                float lossValue = loss.Item<float>();
                if (!float.IsFinite(lossValue))
                    throw NotFinite(epoch, step, batch, _schedule.At(stepsDone));

                _optimizer.ZeroGrad();
                loss.Backward();
                if (_config.Optimizer.GradientClip is { } clip)
                    Gradients.ClipGradNorm(_parameters, clip);
                _optimizer.LearningRate = _schedule.At(stepsDone);
                _optimizer.Step();
                _average?.Update(_model, stepsDone);

                lossSum += lossValue;
                step++;
                double stepSeconds = Stopwatch.GetElapsedTime(startedAt).TotalSeconds / step;
                _progress.Step(new StepReport(epoch + 1, _config.Epochs, step, _stepsPerEpoch, lossSum / step, _optimizer.LearningRate, _config.BatchSize / stepSeconds, stepSeconds));
            }
            double samplesPerSecond = step * (double)_config.BatchSize / Stopwatch.GetElapsedTime(startedAt).TotalSeconds;

            // The averaged weights are what is evaluated and kept.
            _average?.Swap(_model);
            ClassificationResult result = Evaluator.Score(_validation, Evaluator.Predict(_model, _validation, cancellationToken: cancellationToken));
            double value = _config.SelectBy == SelectionMetric.Last ? epoch + 1 : result.Value(_config.SelectBy);
            bool isBest = value > state.BestValue;
            if (isBest)
                TrainedModel.Save(_folder.BestModel, _model.StateDict(), ModelSpec, _config, ValidationSummary.Of(epoch + 1, result));
            if (_config.KeepEvery > 0 && (epoch + 1) % _config.KeepEvery == 0)
                TrainedModel.Save(_folder.ModelOf(epoch + 1), _model.StateDict(), ModelSpec, _config, ValidationSummary.Of(epoch + 1, result));
            _average?.Swap(_model);

            state = new TrainingState(epoch + 1, state.StepsDone + step, isBest ? epoch + 1 : state.BestEpoch, isBest ? value : state.BestValue);
            RunCheckpoint.Save(_folder.LastCheckpoint, _model, _average, _optimizer, state, _folder.ConfigYaml);
            EpochReport report = new(
                epoch + 1, _config.Epochs, lossSum / step, _optimizer.LearningRate, Stopwatch.GetElapsedTime(startedAt).TotalSeconds, samplesPerSecond, result, isBest);
            _folder.Log(report);
            _progress.Epoch(report);
        }
        return state;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _average?.Dispose();
        _loss.Dispose();
        _model.Dispose();
    }

    // Weight decay pulls weights to zero, which for biases and for normalisation's scales does harm only.
    private static Optimizer MakeOptimizer(Tensor[] parameters, OptimizerOptions options)
    {
        ParameterGroup[] groups =
        [
            new ParameterGroup(parameters.Where(parameter => parameter.Rank > 1), options.LearningRate, options.WeightDecay),
            new ParameterGroup(parameters.Where(parameter => parameter.Rank <= 1), options.LearningRate),
        ];
        return options.Kind == OptimizerKind.Sgd
            ? new Sgd(groups, options.Momentum, options.Nesterov)
            : new AdamW(groups, options.Beta1, options.Beta2, options.Epsilon);
    }

    private static long[] LabelCounts(IEmotionDataset dataset)
    {
        long[] counts = new long[dataset.Labels.Count];
        for (int index = 0; index < dataset.Count; index++)
            if (dataset.LabelOf(index) is >= 0 and int label)
                counts[label]++;
        return counts;
    }

    private long EpochSeed(int epoch) => (long)(new SampleRandom(_config.Seed, epoch).NextBits() >> 1);

    private UserErrorException NotFinite(int epoch, int step, EmotionBatch batch, double learningRate) => new(FormattableString.Invariant(
        $"The loss is not a number at epoch {epoch + 1}, step {step + 1} (learning rate {learningRate:0.0e+00}, samples {string.Join(' ', batch.Indices.Take(8))}...); lower optimizer.learning_rate or optimizer.gradient_clip, or look for bad samples. The checkpoint of the last finished epoch, if any, is kept in {_folder.Path}."));
}
