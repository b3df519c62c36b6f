namespace Mien.Torch;

/// <summary>
/// Batch norm by the statistics of the batches of all processes together, as if they were one (torch.nn.SyncBatchNorm).
/// Statistics are merged from each process's own mean and squared deviations (Chan, Golub and LeVeque 1979), which loses
/// no precision where the mean is large.
/// </summary>
internal static class SynchronizedBatchNorm
{
    /// <summary>Normalises a batch and moves the running statistics.</summary>
    /// <param name="input">This process's part of the batch, (N, C) or (N, C, ...).</param>
    /// <param name="layer">Factors, terms and running statistics.</param>
    /// <param name="group">The processes; each has at least one sample.</param>
    /// <param name="momentum">Share of the batch's statistics in the new running ones.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static Tensor Compute(Tensor input, BatchNorm layer, ProcessGroup group, double momentum, double epsilon)
    {
        long channels = input.Shape[1];
        long[] perChannel = [1, channels, .. Enumerable.Repeat(1L, input.Rank - 2)];
        long[] reduced = [.. Enumerable.Range(0, input.Rank).Where(dim => dim != 1)];
        double count = (double)input.ElementCount / channels;

        Tensor own = Tensor.Cat([input.Mean(reduced), input.Var(reduced, unbiased: false) * count, Tensor.Full([1], count)]); // (2C + 1)
        Tensor rows = group.Sum(Row(own, group)); // (P, 2C + 1)
        Tensor means = rows.Slice(1, 0, channels), squares = rows.Slice(1, channels, 2 * channels); // (P, C)
        Tensor counts = rows.Slice(1, 2 * channels); // (P, 1)
        Tensor total = counts.Sum(); // scalar
        Tensor mean = (counts * means).Sum([0]) / total; // (C)
        Tensor deviations = means - mean; // (P, C)
        Tensor squaresOfAll = squares.Sum([0]) + (counts * deviations * deviations).Sum([0]); // (C)

        using (Grad.Disabled())
        {
            layer.RunningMean.MulInPlace(1 - momentum).AddInPlace(mean.Detach(), momentum);
            layer.RunningVar.MulInPlace(1 - momentum).AddInPlace(squaresOfAll.Detach() / (total - 1), momentum);
        }
        Tensor scale = layer.Weight / (squaresOfAll / total + epsilon).Sqrt(); // (C)
        return (input - mean.Reshape(perChannel)) * scale.Reshape(perChannel) + layer.Bias.Reshape(perChannel);
    }

    // This process's row among the zeros of the others; the sum over processes then holds them all.
    private static Tensor Row(Tensor own, ProcessGroup group)
    {
        long width = own.Shape[0];
        return Tensor.Cat([Tensor.Zeros([group.Rank, width]), own.Unsqueeze(0), Tensor.Zeros([group.Size - 1 - group.Rank, width])]);
    }
}
