using Mien.Core;
using Mien.Data;
using Mien.Data.Loading;
using Mien.Torch;

namespace Mien.Training.Distributed;

/// <summary>
/// This process's part in training over several: what it reads, and what it exchanges with the others. With one process
/// all of it is there and does nothing, so the trainer need not ask.
/// </summary>
public sealed class DataParallel : IDisposable
{
    // With the monitor looking out for the dead, a collective may wait for a slow one: rank 0 writes checkpoints meanwhile.
    private static readonly TimeSpan s_collectiveTimeout = TimeSpan.FromMinutes(30);

    private readonly Rendezvous? _meeting;
    private readonly CancellationTokenSource _lost = new();
    private GradientReducer? _reducer;

    private DataParallel(RankPlace place, Rendezvous? meeting)
    {
        (Place, _meeting) = (place, meeting);
        _ = meeting?.Monitor.Loss.ContinueWith(_ => GiveUp(), TaskScheduler.Default);
    }

    /// <summary>This process's place.</summary>
    public RankPlace Place { get; }

    /// <summary>Whether this process writes files and speaks to the user: rank 0.</summary>
    public bool IsChief => Place.Rank == 0;

    /// <summary>This process's share of each dataset.</summary>
    public DatasetShard Shard => new(Place.Rank, Place.WorldSize);

    /// <summary>Cancelled when another process is gone.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Training in this process alone.</summary>
    public static DataParallel Alone() => new(RankPlace.Alone, null);

    /// <summary>Meets the other processes.</summary>
    /// <param name="place">This process's place; of one that trains alone nothing is awaited.</param>
    /// <param name="patience">How long to wait for the others.</param>
    /// <param name="monitor">How soon a silent process counts as gone; null for the defaults.</param>
    /// <exception cref="UserErrorException">Not all came in time, or this build cannot train over several processes.</exception>
    public static DataParallel Join(RankPlace place, TimeSpan patience, RankMonitorOptions? monitor = null) =>
        place.IsDistributed ? new DataParallel(place, Rendezvous.Meet(place, patience, s_collectiveTimeout, monitor ?? new RankMonitorOptions())) : Alone();

    /// <summary>Makes the models of all processes equal and gets ready to exchange their gradients.</summary>
    /// <param name="model">The model; each process then has rank 0's weights.</param>
    /// <param name="synchronizeBatchNorm">Whether batch norm is computed over the batches of all processes.</param>
    /// <param name="bucketBytes">Size of the gradients that are sent together.</param>
    public void Prepare(Module model, bool synchronizeBatchNorm, long bucketBytes = 4 << 20)
    {
        if (_meeting is null)
            return;
        Share(model.StateDict().Values);
        _reducer?.Dispose();
        _reducer = new GradientReducer(_meeting.Group, model.Parameters().Where(parameter => parameter.RequiresGrad), bucketBytes);
        foreach (BatchNorm layer in model.NamedModules().Select(entry => entry.Module).OfType<BatchNorm>())
            layer.Synchronization = synchronizeBatchNorm ? _meeting.LayerGroup : null;
    }

    /// <summary>Buckets that gradients are packed into; 0 where there is one process.</summary>
    public int BucketCount => _reducer?.BucketCount ?? 0;

    /// <summary>Buckets of the last backward pass that were on their way before it had ended.</summary>
    public int BucketsBegunEarly => _reducer?.BucketsBegunEarly ?? 0;

    /// <summary>Announces the backward pass after which the gradients are the means over all processes.</summary>
    public void BeginGradients() => _reducer?.Prepare();

    /// <summary>Waits until the gradients are the means over all processes.</summary>
    public void EndGradients() => _reducer?.Finish();

    /// <summary>
    /// The sum of a tensor over all processes, which must call it equally often. Gradients flow through it to every process, so
    /// that where each computes the loss of the whole batch from such sums, the mean of their gradients is the whole batch's gradient.
    /// </summary>
    public Tensor Sum(Tensor tensor) => _meeting is null ? tensor : _meeting.LayerGroup.Sum(tensor);

    /// <summary>Begins to tell the others how a step goes.</summary>
    /// <param name="loss">This process's loss.</param>
    /// <param name="stop">Whether this process was asked to stop.</param>
    public StepExchange BeginStep(double loss, bool stop) => new(_meeting?.Group, loss, stop);

    /// <summary>Overwrites the batch statistics and other untrained state by rank 0's, so that all evaluate one model.</summary>
    public void ShareBuffers(Module model)
    {
        if (_meeting is not null)
            Share(model.NamedBuffers().Select(buffer => buffer.Tensor));
    }

    /// <summary>This process's share of a dataset, for evaluation.</summary>
    public ISampleDataset ShareOf(ISampleDataset dataset) => _meeting is null ? dataset : new ShardedDataset(dataset, Shard);

    /// <summary>Brings together what the processes found for their shares of a dataset, in the dataset's order.</summary>
    /// <typeparam name="T">A type that tensors can have.</typeparam>
    /// <param name="own">This process's values, <paramref name="width"/> for each sample of its share.</param>
    /// <param name="count">Samples of the whole dataset.</param>
    /// <param name="width">Values for each sample.</param>
    /// <returns>The values of all samples, in every process, exactly as they were found.</returns>
    public T[] Gather<T>(T[] own, int count, int width = 1) where T : unmanaged
    {
        if (_meeting is null)
            return own;
        int rows = new DatasetShard(0, Place.WorldSize).CountOf(count); // rank 0's share is a largest one
        T[] padded = new T[rows * width];
        own.CopyTo(padded, 0);
        using TensorScope scope = TensorScope.Begin();
        T[] all = _meeting.Group.AllGather(Tensor.From(padded, padded.Length)).ToArray<T>();
        T[] whole = new T[count * width];
        for (int sample = 0; sample < count; sample++)
            all.AsSpan((sample % Place.WorldSize * rows + sample / Place.WorldSize) * width, width).CopyTo(whole.AsSpan(sample * width));
        return whole;
    }

    /// <summary>The tensors of all processes, (Processes, ...shape); they belong to the current scope.</summary>
    public Tensor AllGather(Tensor tensor) => _meeting is null ? tensor.Unsqueeze(0) : _meeting.Group.AllGather(tensor);

    /// <summary>Reads in every process a file that rank 0 has, which the others' machines may not.</summary>
    /// <typeparam name="T">What is read of it.</typeparam>
    /// <param name="path">The file in rank 0.</param>
    /// <param name="read">Reads a file.</param>
    public T Restore<T>(string path, Func<string, T> read)
    {
        if (_meeting is null)
            return read(path);
        byte[] content = FromChief(IsChief ? File.ReadAllBytes(path) : []);
        if (IsChief)
            return read(path);
        string copy = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(copy, content);
            return read(copy);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    /// <summary>Bytes that rank 0 has, in every process.</summary>
    /// <param name="bytes">The bytes in rank 0; ignored elsewhere.</param>
    public byte[] FromChief(byte[] bytes)
    {
        if (_meeting is null)
            return bytes;
        using TensorScope scope = TensorScope.Begin();
        Tensor length = Tensor.From([(long)bytes.Length], 1);
        _meeting.Group.Broadcast(length);
        Tensor content = IsChief ? Tensor.From(bytes, bytes.Length) : Tensor.Zeros([length.Item<long>()], DType.UInt8);
        if (content.ElementCount > 0)
            _meeting.Group.Broadcast(content);
        return content.ToArray<byte>();
    }

    /// <summary>Does something for the others' sake, too: a failure here is told to them, and theirs is what fails here.</summary>
    /// <exception cref="RankLostException">Another process is gone; the message names it.</exception>
    public T Run<T>(Func<T> work)
    {
        if (_meeting is null)
            return work();
        try
        {
            T result = work();
            _meeting.Group.Barrier();
            _meeting.Monitor.SayDone();
            return result;
        }
        catch (Exception error) when (LossBehind(error) is { } loss)
        {
            throw new RankLostException($"{loss.ToString().TrimEnd('.')}; the job cannot go on without it, so mend the cause and start it again with --resume.", error);
        }
        catch (Exception error)
        {
            if (error is OperationCanceledException)
                _meeting.Monitor.SayDone(); // all stop together
            else
                _meeting.Monitor.SayFailure(error.Message);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reducer?.Dispose();
        _meeting?.Dispose();
        _lost.Dispose();
    }

    private void Share(IEnumerable<Tensor> tensors)
    {
        using TensorScope scope = TensorScope.Begin();
        using (Grad.Disabled())
            foreach (Tensor tensor in tensors)
            {
                Tensor contiguous = tensor.Detach().Clone().Contiguous();
                _meeting!.Group.Broadcast(contiguous);
                if (!IsChief)
                    tensor.CopyInPlace(contiguous);
            }
    }

    // What a failed exchange is a sign of shows a moment later.
    private RankLoss? LossBehind(Exception error)
    {
        if (error is not (NativeException or OperationCanceledException or InvalidOperationException { InnerException: NativeException }))
            return null;
        if (error is OperationCanceledException && !_lost.IsCancellationRequested)
            return null;
        Task<RankLoss> loss = _meeting!.Monitor.Loss;
        return loss.Wait(TimeSpan.FromSeconds(3)) ? loss.Result : null;
    }

    private void GiveUp()
    {
        _meeting!.Abort();
        try
        {
            _lost.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run has ended meanwhile.
        }
    }
}
