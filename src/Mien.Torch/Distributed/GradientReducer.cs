using Mien.Interop.Torch;

namespace Mien.Torch;

/// <summary>
/// Makes the mean over processes of each gradient, while the backward pass is still computing the others (Li et al.,
/// "PyTorch Distributed", VLDB 2020): gradients are packed into buckets in the order in which a backward pass finishes
/// them, and a bucket is sent as soon as it is full. The parameters must be the same, in the same order, in every process.
/// </summary>
/// <example><code>
/// reducer.Prepare();
/// loss.Backward();
/// reducer.Finish();
/// optimizer.Step();
/// </code></example>
public sealed class GradientReducer : IDisposable
{
    private readonly ProcessGroup _group;
    private readonly GradientBucket[] _buckets;
    private readonly NativeGradientHook[] _hooks;
    private bool _prepared;
    private int _begun;
    private Exception? _failure;

    /// <summary>Hooks parameters, last ones first.</summary>
    /// <param name="group">The processes.</param>
    /// <param name="parameters">What is trained, in the order of the forward pass.</param>
    /// <param name="bucketBytes">A bucket is full when its gradients have this size. Small buckets start early, large ones cost fewer messages.</param>
    public GradientReducer(ProcessGroup group, IEnumerable<Tensor> parameters, long bucketBytes = 4 << 20)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bucketBytes, 1);
        _group = group;
        _buckets = [.. Pack(parameters.Reverse(), bucketBytes)];
        _hooks = [.. _buckets.SelectMany(bucket => bucket.Parameters.Select(parameter => new NativeGradientHook(parameter.Handle, () => Accumulated(bucket))))];
    }

    /// <summary>Number of buckets.</summary>
    public int BucketCount => _buckets.Length;

    /// <summary>Buckets of the last pass that were on their way before it had ended.</summary>
    public int BucketsBegunEarly { get; private set; }

    /// <summary>
    /// Announces the backward pass whose gradients are to be exchanged. Where several passes accumulate, it is the last of them.
    /// </summary>
    public void Prepare()
    {
        foreach (GradientBucket bucket in _buckets)
            bucket.Reset();
        (_begun, _failure, _prepared) = (0, null, true);
    }

    /// <summary>
    /// Waits for the others; each gradient is then the mean over all processes. A process in which a parameter had no
    /// gradient counts as zero, and where no process had one there is none.
    /// </summary>
    /// <exception cref="Mien.Core.NativeException">Another process is gone.</exception>
    public void Finish()
    {
        if (!_prepared)
            throw new InvalidOperationException($"{nameof(Prepare)} was not called before the backward pass.");
        _prepared = false;
        BucketsBegunEarly = _begun;
        if (_failure is not null)
            throw new InvalidOperationException("A bucket of gradients could not be sent.", _failure);
        while (_begun < _buckets.Length)
            _buckets[_begun++].Begin(_group);
        foreach (GradientBucket bucket in _buckets)
            bucket.End(_group.Size);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (NativeGradientHook hook in _hooks)
            hook.Dispose();
        foreach (GradientBucket bucket in _buckets)
            bucket.Reset();
    }

    private static IEnumerable<GradientBucket> Pack(IEnumerable<Tensor> parameters, long bucketBytes)
    {
        List<Tensor> members = [];
        long bytes = 0;
        foreach (Tensor parameter in parameters)
        {
            members.Add(parameter);
            bytes += parameter.ElementCount * parameter.DType.ByteSize();
            if (bytes < bucketBytes)
                continue;
            yield return new GradientBucket([.. members]);
            members.Clear();
            bytes = 0;
        }
        if (members.Count > 0)
            yield return new GradientBucket([.. members]);
    }

    // Runs inside the backward pass, which an exception must not leave.
    private void Accumulated(GradientBucket bucket)
    {
        if (!_prepared || _failure is not null)
            return;
        try
        {
            bucket.CountReady();
            // In one order in every process, whatever the order in which gradients get ready here.
            while (_begun < _buckets.Length && _buckets[_begun].IsReady)
                _buckets[_begun++].Begin(_group);
        }
        catch (Exception error)
        {
            _failure = error;
        }
    }
}
