namespace Mien.Torch;

/// <summary>Batch norm; state: weight, bias, running_mean, running_var, num_batches_tracked.</summary>
public abstract class BatchNorm : Module<Tensor, Tensor>
{
    private readonly double _epsilon;
    private readonly double _momentum;
    private readonly int[] _ranks;

    private protected BatchNorm(long features, double epsilon, double momentum, int[] ranks)
    {
        (_epsilon, _momentum, _ranks) = (epsilon, momentum, ranks);
        Weight = RegisterParameter("weight", Tensor.Ones([features]));
        Bias = RegisterParameter("bias", Tensor.Zeros([features]));
        RunningMean = RegisterBuffer("running_mean", Tensor.Zeros([features]));
        RunningVar = RegisterBuffer("running_var", Tensor.Ones([features]));
        BatchesTracked = RegisterBuffer("num_batches_tracked", Tensor.Scalar(0L));
    }

    /// <summary>Factor of each channel, (C).</summary>
    public Tensor Weight { get; }

    /// <summary>Added to each channel, (C).</summary>
    public Tensor Bias { get; }

    /// <summary>Mean that evaluation uses, (C).</summary>
    public Tensor RunningMean { get; }

    /// <summary>Variance that evaluation uses, (C).</summary>
    public Tensor RunningVar { get; }

    /// <summary>Batches that the running statistics have seen, one Int64.</summary>
    public Tensor BatchesTracked { get; }

    /// <summary>
    /// The processes whose batches are normalised together while training, or null where each process's is by itself. Every process
    /// must then run the layer equally often.
    /// </summary>
    public ProcessGroup? Synchronization { get; set; }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor input)
    {
        if (!_ranks.Contains(input.Rank))
            throw new ArgumentException($"{GetType().Name} takes tensors of {string.Join(" or ", _ranks)} dimensions, not {input.Rank}.");
        if (IsTraining)
            BatchesTracked.AddInPlace(1);
        if (IsTraining && Synchronization is { } group)
            return SynchronizedBatchNorm.Compute(input, this, group, _momentum, _epsilon);
        return Functional.BatchNorm(input, Weight, Bias, RunningMean, RunningVar, IsTraining, _momentum, _epsilon);
    }
}
