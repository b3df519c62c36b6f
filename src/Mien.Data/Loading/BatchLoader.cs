namespace Mien.Data.Loading;

/// <summary>
/// Makes batches on background threads, ahead of the trainer, and hands them over in order. What a batch holds depends
/// on the seed, the epoch and the sampler only, not on how many workers there are or how fast they run.
/// </summary>
public sealed class BatchLoader
{
    private const long MixUpStream = -2, PictureSizeStream = -3;

    private readonly ISampleDataset _dataset;
    private readonly ISampler _sampler;
    private readonly LoaderOptions _options;
    private readonly int _inputLength;
    private readonly int _auxiliaryLength;

    /// <summary>Makes a loader.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public BatchLoader(ISampleDataset dataset, ISampler sampler, LoaderOptions options)
    {
        options.Validate();
        (_dataset, _sampler, _options) = (dataset, sampler, options);
        _inputLength = dataset.Inputs.Sum(input => input.Length);
        _auxiliaryLength = dataset.AuxiliaryTargets.Sum(target => target.Length);
    }

    /// <summary>Number of batches in an epoch.</summary>
    public int BatchCount(int epoch) => BatchesOf(_sampler.Order(epoch).Length);

    /// <summary>The batches of one epoch, in order. Leaving the loop early stops the workers.</summary>
    /// <param name="epoch">Number of the epoch, from 0.</param>
    /// <param name="cancellationToken">Ends the epoch.</param>
    /// <param name="firstBatch">Batches at the beginning to leave out: those that an interrupted epoch has done.</param>
    /// <remarks>Waits on the calling thread: libtorch computes fastest where one thread does all the steps.</remarks>
    public IEnumerable<SampleBatch> Epoch(int epoch, CancellationToken cancellationToken = default, int firstBatch = 0)
    {
        int[] order = _sampler.Order(epoch);
        int batchCount = BatchesOf(order.Length);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using SemaphoreSlim workers = new(_options.Workers);
        Queue<Task<SampleBatch>> pending = new();
        try
        {
            int next = firstBatch;
            while (next < batchCount || pending.Count > 0)
            {
                while (next < batchCount && pending.Count < Math.Max(_options.PrefetchBatches, _options.Workers))
                    pending.Enqueue(StartBatch(order, next++, epoch, workers, stop.Token));
                yield return pending.Dequeue().GetAwaiter().GetResult();
            }
        }
        finally
        {
            stop.Cancel();
            // Batches that nobody will take must still end before the dataset may go away.
            ((Task)Task.WhenAll(pending)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        }
    }

    // Keyed by the batch's number, so that processes that train together take the same size.
    private int? PictureSize(int number, int epoch) => _options.PictureSizes.Count == 0
        ? null
        : _options.PictureSizes[(int)(new SampleRandom(_options.Seed, epoch, PictureSizeStream, number).NextUnit() * _options.PictureSizes.Count)];

    private int BatchesOf(int samples) => _options.DropLast
        ? samples / _options.BatchSize
        : (samples + _options.BatchSize - 1) / _options.BatchSize;

    private Task<SampleBatch> StartBatch(int[] order, int number, int epoch, SemaphoreSlim workers, CancellationToken stop) =>
        Task.Run(
            async () =>
            {
                await workers.WaitAsync(stop).ConfigureAwait(false);
                try
                {
                    int start = number * _options.BatchSize;
                    return Read(order[start..Math.Min(start + _options.BatchSize, order.Length)], start, epoch, stop);
                }
                finally
                {
                    workers.Release();
                }
            },
            stop);

    private SampleBatch Read(int[] indices, int start, int epoch, CancellationToken stop)
    {
        int labels = _dataset.TargetLength;
        SampleBatch batch = new(indices, new float[indices.Length * _inputLength], new float[indices.Length * labels], new int[indices.Length])
        {
            Auxiliary = new float[indices.Length * _auxiliaryLength],
            PictureSize = PictureSize(start / _options.BatchSize, epoch),
        };
        for (int row = 0; row < indices.Length; row++)
        {
            stop.ThrowIfCancellationRequested();
            // Keyed by the position in the epoch, so that a sample drawn twice is augmented in two ways.
            SampleRandom? augmentation = _options.Augment ? new SampleRandom(_options.Seed, epoch, _options.Shard.Position(start + row)) : null;
            SampleBuffer sample = new(
                batch.Input.AsSpan(row * _inputLength, _inputLength), batch.Targets.AsSpan(row * labels, labels), batch.Auxiliary.AsSpan(row * _auxiliaryLength, _auxiliaryLength));
            _dataset.Read(indices[row], sample, augmentation);
            batch.Labels[row] = _dataset.LabelOf(indices[row]);
        }
        if (_options.MixUpAlpha > 0)
            MixUp.Apply(batch, _options.MixUpAlpha, new SampleRandom(_options.Seed, epoch, MixUpStream, _options.Shard.Position(start)), _dataset.AuxiliaryTargets);
        return batch;
    }
}
