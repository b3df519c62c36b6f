using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using Mien.Core;
using Mien.Data;
using Mien.Data.Loading;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Checkpoints;
using Mien.Training.Configuration;
using Mien.Training.Distributed;
using Mien.Training.Hooks;
using Mien.Training.Metrics;
using Mien.Training.Options;
using Mien.Training.Progress;
using Mien.Training.Quantization;
using Mien.Training.Tasks;
using Mien.Training.Transfer;

namespace Mien.Training;

/// <summary>
/// Trains a model: <see cref="Run"/> is the whole loop, to be read from top to bottom. Each epoch's randomness is derived
/// from seed and epoch, so a run that goes on from a checkpoint ends in the same weights as one never interrupted
/// (bit for bit on one thread).
/// </summary>
public sealed class Trainer : IDisposable
{
    private readonly TrainingConfig _config;
    private readonly ISampleDataset _validation;
    private readonly RunFolder _folder;
    private readonly ITrainingProgress _progress;
    private readonly DataParallel _parallel;
    private readonly TrainingTask _task;
    private readonly Module _model;
    private readonly FrozenModules _frozen;
    private readonly QuantizationAwareTraining? _quantization;
    private TimeSpan _waited; // for data, in this epoch
    private readonly Tensor[] _parameters; // those that are trained
    private readonly WeightAverage? _average;
    private readonly Optimizer _optimizer;
    private readonly BatchLoader _loader;
    private readonly LearningRateSchedule _schedule;
    private readonly int _stepsPerEpoch;
    private readonly ITrainingHook _hooks;

    /// <summary>Makes the model, the optimiser and the loader of a run.</summary>
    /// <param name="config">The settings.</param>
    /// <param name="training">What the model learns from.</param>
    /// <param name="validation">What the best epoch is chosen by.</param>
    /// <param name="folder">Takes checkpoints and logs.</param>
    /// <param name="progress">Is told how it goes.</param>
    /// <param name="parallel">This process's part where several train together; null where it is alone.</param>
    /// <param name="hooks">Further hooks, called in every process after the run's own.</param>
    /// <exception cref="UserErrorException">The data do not fill one batch, or the initial weights do not fit.</exception>
    public Trainer(TrainingConfig config, ISampleDataset training, ISampleDataset validation, RunFolder folder, ITrainingProgress progress, DataParallel? parallel = null, params IReadOnlyList<ITrainingHook> hooks)
    {
        (_config, _validation, _folder, _progress, _parallel) = (config, validation, folder, progress, parallel ?? DataParallel.Alone());
        RankPlace place = _parallel.Place;
        TorchThreads.Set(config.Threads > 0 ? config.Threads : Math.Max(1, Environment.ProcessorCount / place.LocalWorldSize));
        TorchRandom.Seed(config.Seed);

        _task = TrainingTaskFactory.Create(config, training, validation, _parallel);
        _model = _task.Model;
        if (config.InitialWeights is { } initial)
            _progress.Note(InitialWeights.Load(initial, _model, config.StrictWeights));
        if (config.BatchSize % place.WorldSize != 0)
            throw new UserErrorException($"A batch of {config.BatchSize} cannot be shared by {place.WorldSize} processes; make batch_size a multiple of {place.WorldSize}.");
        if (config.BatchSize / place.WorldSize < config.MicroBatches)
            throw new UserErrorException($"The {config.BatchSize / place.WorldSize} samples of each process cannot be divided into {config.MicroBatches} parts; make micro_batches smaller.");
        _loader = new BatchLoader(training, new DistributedSampler(config.Sampler.Make(training, config.Seed), _parallel.Shard), new LoaderOptions
        {
            BatchSize = config.BatchSize / place.WorldSize,
            Shard = _parallel.Shard,
            Workers = config.Workers,
            Augment = true,
            DropLast = true, // batch normalisation needs more than a few samples
            MixUpAlpha = config.MixUpAlpha,
            PictureSizes = config.PictureSizes,
            Seed = config.Seed,
        });
        _stepsPerEpoch = _loader.BatchCount(0);
        if (_stepsPerEpoch == 0)
            throw new UserErrorException($"The {training.Count} training samples do not fill one batch of {config.BatchSize}; make batch_size smaller.");
        if (config.Quantization is { } quantization)
        {
            _quantization = QuantizationAwareTraining.Prepare(_task, validation, quantization, (long)config.Epochs * _stepsPerEpoch);
            _progress.Note($"Quantisation-aware: {_quantization.Counts.Weights} weights and {_quantization.Counts.Places} activations are rounded to 8 bits; batch norms are in the convolutions.");
        }
        ChannelsLast.Apply(_model);
        if (config.Precision == ComputePrecision.Bfloat16 && !Avx512F.IsSupported)
            _progress.Note("This processor does not multiply bfloat16, which libtorch imitates many times slower; precision: float32 is faster here.");
        _frozen = new FrozenModules(_model, config.Freeze);
        _parameters = [.. _model.Parameters().Where(parameter => parameter.RequiresGrad)];
        _average = config.AverageDecay > 0 ? new WeightAverage(_model, config.AverageDecay) : null;
        _optimizer = MakeOptimizer(_model, config.Optimizer);
        _schedule = new LearningRateSchedule(config.Optimizer.LearningRate, config.Schedule, _stepsPerEpoch, config.Epochs);
        _hooks = new TrainingHooks([.. _parallel.IsChief ? OwnHooks() : [], .. hooks]);
    }

    /// <summary>What the model is.</summary>
    public ModelSpec ModelSpec => _task.Spec;

    /// <summary>Ranges of activations where the run learns for 8 bits, as they are now; else null.</summary>
    public IReadOnlyDictionary<string, QuantizedRange>? Ranges => _quantization?.Ranges;

    /// <summary>The model; after <see cref="Run"/> with the weights of the last epoch, not averaged.</summary>
    public Module Model => _model;

    /// <summary>Trains from the start, or from the folder's checkpoint, to the last epoch.</summary>
    /// <param name="resume">Whether to go on from the folder's checkpoint.</param>
    /// <param name="cancellationToken">Ends the run after the step that is being made; a checkpoint is kept.</param>
    /// <exception cref="UserErrorException">The loss is no longer a number, a sample cannot be read, or the checkpoint does not fit.</exception>
    public TrainingState Run(bool resume = false, CancellationToken cancellationToken = default)
    {
        TrainingState state = resume ? Restore() : TrainingState.Start;
        _parallel.Prepare(_model, _config.SyncBatchNorm);
        _hooks.RunBegins(state);
        double evaluationSeconds = 0;
        int logSteps = _config.LogSteps > 0 ? _config.LogSteps : Math.Max(1, _stepsPerEpoch / 20);
        while (state.EpochsDone < _config.Epochs && !_config.EarlyStop.IsDue(state))
        {
            int epoch = state.EpochsDone;
            long startedAt = Stopwatch.GetTimestamp();
            _model.Train();
            _frozen.Hold();
            _quantization?.Hold();
            if (state.StepInEpoch == 0)
                TorchRandom.Seed(EpochSeed(epoch)); // dropout of the epoch

            double lossSum = state.LossSum;
            int step = state.StepInEpoch;
            foreach (SampleBatch batch in Batches(state, () => state with { StepInEpoch = step, LossSum = lossSum }))
            {
                long stepsDone = state.StepsDone + step;
                using TensorScope scope = TensorScope.Begin();
                _optimizer.ZeroGrad();
                StepExchange exchange = AddGradients(batch, stepsDone, cancellationToken.IsCancellationRequested);
                exchange.End();
                if (exchange.RankNotFinite is { } rank)
                    throw NotFinite(rank, epoch, step, batch, _schedule.At(stepsDone));
                _quantization?.StepEnded(_parallel, stepsDone);

                if (_config.Optimizer.GradientClip is { } clip)
                    Gradients.ClipGradNorm(_parameters, clip);
                double learningRate = _schedule.At(stepsDone);
                SetLearningRate(learningRate);
                _optimizer.Step();
                _average?.Update(_model, stepsDone);

                lossSum += exchange.MeanLoss;
                step++;
                double stepSeconds = Stopwatch.GetElapsedTime(startedAt).TotalSeconds / (step - state.StepInEpoch);
                StepReport made = new()
                {
                    Epoch = epoch + 1,
                    Epochs = _config.Epochs,
                    Step = step,
                    Steps = _stepsPerEpoch,
                    RunStep = stepsDone + 1,
                    Loss = lossSum / step,
                    StepLoss = exchange.MeanLoss,
                    LearningRate = learningRate,
                    SamplesPerSecond = _config.BatchSize / stepSeconds,
                    SecondsPerStep = stepSeconds,
                    DataSecondsPerStep = _waited.TotalSeconds / (step - state.StepInEpoch),
                    EvaluationSeconds = evaluationSeconds,
                    MemoryMebibytes = Environment.WorkingSet / (1024.0 * 1024),
                    IsLogged = step % logSteps == 0,
                };
                _progress.Step(made);
                _hooks.StepEnded(made);

                if (exchange.Stop || (_config.CheckpointSteps > 0 && step % _config.CheckpointSteps == 0 && step < _stepsPerEpoch))
                    Keep(state with { StepInEpoch = step, LossSum = lossSum });
                if (exchange.Stop)
                    throw new OperationCanceledException(cancellationToken);
            }
            double samplesPerSecond = (step - state.StepInEpoch) * (double)_config.BatchSize / Stopwatch.GetElapsedTime(startedAt).TotalSeconds;

            // The averaged weights are what is evaluated and kept.
            long evaluatedFrom = Stopwatch.GetTimestamp();
            _average?.Swap(_model);
            _parallel.ShareBuffers(_model);
            float[] predictions = PredictAll(state with { StepInEpoch = step, LossSum = lossSum }, cancellationToken);
            ValidationResult result = _task.Score(predictions);
            double value = _config.SelectBy == SelectionMetric.Last ? epoch + 1 : result.Value(_config.SelectBy);
            state = state.AfterEpoch(step, value, _config.EarlyStop.MinChange);
            evaluationSeconds = Stopwatch.GetElapsedTime(evaluatedFrom).TotalSeconds;
            EpochReport report = new(
                state.EpochsDone, _config.Epochs, lossSum / step, _schedule.At(state.StepsDone - 1), Stopwatch.GetElapsedTime(startedAt).TotalSeconds, samplesPerSecond, result,
                IsBest: state.BestEpoch == state.EpochsDone, state.StepsDone);
            _hooks.EpochEnded(report, predictions); // before the checkpoint: a resumed run takes back what was written of epochs to come
            _average?.Swap(_model);

            Keep(state);
            _progress.Epoch(report);
        }
        if (state.EpochsDone < _config.Epochs)
            _progress.Note(FormattableString.Invariant(
                $"Stopped early, after epoch {state.EpochsDone} of {_config.Epochs}: {ConfigNames.ToConfig(_config.SelectBy.ToString())} is not better than in epoch {state.GainEpoch}{(_config.EarlyStop.MinChange > 0 ? $" by more than {_config.EarlyStop.MinChange}" : "")}."));
        _hooks.RunEnded(state);
        return state;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _average?.Dispose();
        _quantization?.Dispose();
        _task.Dispose();
    }

    private List<ITrainingHook> OwnHooks()
    {
        TensorBoardLog tensorBoard = new(_folder.Path);
        List<ITrainingHook> hooks = [new KeptModels(_config, _folder, _model, ModelSpec, () => Ranges), new EpochLog(_folder), tensorBoard];
        if (_config.Examples > 0)
            hooks.Add(new ExamplePictures(_config, _folder, tensorBoard, _validation, () => _loader.Epoch(0).First()));
        return hooks;
    }

    // The gradients of the mean loss over a batch, part by part, and over all processes. These are told the loss before the last
    // part's gradients are on their way, so that all exchange in one order.
    private StepExchange AddGradients(SampleBatch batch, long stepsDone, bool stop)
    {
        using IDisposable? rounding = _quantization?.BeginStep(stepsDone);
        double sum = 0;
        StepExchange? exchange = null;
        foreach ((int part, SampleBatch samples) in batch.Split(_config.MicroBatches).Index())
        {
            using TensorScope scope = TensorScope.Begin();
            double share = (double)samples.Count / batch.Count;
            Tensor loss = _task.Loss(samples); // scalar
            sum += share * loss.Item<float>();
            if (part == _config.MicroBatches - 1)
            {
                exchange = _parallel.BeginStep(sum, stop);
                _parallel.BeginGradients();
            }
            (share == 1 ? loss : loss * share).Backward();
        }
        _parallel.EndGradients();
        return exchange!;
    }

    // Groups keep their shares of the highest rate.
    private void SetLearningRate(double rate)
    {
        foreach (ParameterGroup group in _optimizer.Groups)
            group.LearningRate = rate * (group.InitialLearningRate / _config.Optimizer.LearningRate);
    }

    private static Optimizer MakeOptimizer(Module model, OptimizerOptions options)
    {
        IEnumerable<ParameterGroup> groups = LayerRates.Group(model, options);
        return options.Kind == OptimizerKind.Sgd
            ? new Sgd(groups, options.Momentum, options.Nesterov)
            : new AdamW(groups, options.Beta1, options.Beta2, options.Epsilon);
    }

    // The rest of an epoch. A sample that cannot be read ends the run, but not the work done so far.
    private IEnumerable<SampleBatch> Batches(TrainingState state, Func<TrainingState> reached)
    {
        using IEnumerator<SampleBatch> batches = _loader.Epoch(state.EpochsDone, _parallel.Lost, state.StepInEpoch).GetEnumerator();
        _waited = TimeSpan.Zero;
        while (true)
        {
            long askedAt = Stopwatch.GetTimestamp();
            try
            {
                if (!batches.MoveNext())
                    yield break;
            }
            catch (UserErrorException error) when (!_parallel.Place.IsDistributed)
            {
                Keep(reached());
                throw new UserErrorException($"{error.Message.TrimEnd('.')}; when that is mended, go on with --resume.", error);
            }
            _waited += Stopwatch.GetElapsedTime(askedAt);
            yield return batches.Current;
        }
    }

    // Of all samples, though each process predicts its share only. A stop during it keeps the epoch's steps.
    private float[] PredictAll(TrainingState reached, CancellationToken cancellationToken)
    {
        try
        {
            CancellationToken stop = _parallel.Place.IsDistributed ? _parallel.Lost : cancellationToken;
            using IDisposable? rounding = _quantization?.BeginEvaluation();
            return _parallel.Gather(_task.Predict(_parallel.ShareOf(_validation), stop), _validation.Count, _task.PredictionLength);
        }
        catch (OperationCanceledException) when (!_parallel.Lost.IsCancellationRequested)
        {
            _average?.Swap(_model);
            Keep(reached);
            throw;
        }
    }

    private void Keep(TrainingState state)
    {
        using TensorScope scope = TensorScope.Begin();
        Tensor? randomStates = state.StepInEpoch > 0 ? _parallel.AllGather(TorchRandom.GetState()) : null; // (Processes, Bytes)
        if (_parallel.IsChief)
            RunCheckpoint.Save(_folder.LastCheckpoint, _model, _average, _optimizer, state, _folder.ConfigYaml, randomStates, Ranges);
    }

    private TrainingState Restore()
    {
        using TensorScope scope = TensorScope.Begin();
        (TrainingState state, Tensor? randomStates) = _parallel.Restore(
            _folder.LastCheckpoint,
            path =>
            {
                _quantization?.Load(RunCheckpoint.LoadRanges(path));
                return RunCheckpoint.Load(path, _model, _average, _optimizer, _folder.ConfigYaml);
            });
        if (state.StepInEpoch == 0)
            return state;
        long processes = randomStates?.Shape[0] ?? 0;
        if (processes == _parallel.Place.WorldSize)
        {
            TorchRandom.SetState(randomStates!.Select(0, _parallel.Place.Rank).Clone());
            return state;
        }
        // The samples to come are those of the epoch's order, whoever takes them; only what is dropped out cannot be what it would have been.
        TorchRandom.Seed((long)(new SampleRandom(_config.Seed, state.EpochsDone, state.StepInEpoch, _parallel.Place.Rank).NextBits() >> 1));
        if (_parallel.IsChief)
            _progress.Note($"Interrupted in an epoch of {processes} processes, the run goes on with {_parallel.Place.WorldSize}: they share the samples that are left, and draw dropout anew until the epoch's end.");
        return state;
    }

    // Each process drops other units: what they learn from is different samples.
    private long EpochSeed(int epoch) =>
        (long)((_parallel.IsChief ? new SampleRandom(_config.Seed, epoch) : new SampleRandom(_config.Seed, epoch, _parallel.Place.Rank)).NextBits() >> 1);

    private Exception NotFinite(int rank, int epoch, int step, SampleBatch batch, double learningRate) => rank != _parallel.Place.Rank
        ? new RankLostException($"The loss of rank {rank} is not a number; it says more.")
        : new UserErrorException(FormattableString.Invariant(
            $"The loss is not a number at epoch {epoch + 1}, step {step + 1} (learning rate {learningRate:0.0e+00}, samples {string.Join(' ', batch.Indices.Take(8))}...); lower optimizer.learning_rate or optimizer.gradient_clip, or look for bad samples. The last checkpoint, if there is one yet, is kept in {_folder.Path}."));
}
