namespace Mien.Torch;

/// <summary>Rounding to grids of integers, with gradients that pass it by (the straight-through estimator; Bengio, Leonard and Courville 2013).</summary>
public static partial class Functional
{
    private static readonly Operator s_fakeQuantize = new("aten::fake_quantize_per_tensor_affine");
    private static readonly Operator s_roundInPlace = new("aten::round_");

    /// <summary>
    /// The nearest of the values (i - <paramref name="zeroPoint"/>) * <paramref name="scale"/> for integers i within limits; gradients
    /// pass where the input lies between the outermost values and are zero beyond (Jacob et al., CVPR 2018, section 3). By libtorch's own
    /// operator, which a recorder sees as such; <see cref="RoundToGrid"/> gives the same about ten times faster.
    /// </summary>
    public static Tensor FakeQuantize(Tensor input, float scale, int zeroPoint, int lowest, int highest) =>
        s_fakeQuantize.Invoke(input, (double)scale, (long)zeroPoint, (long)lowest, (long)highest);

    /// <summary>As <see cref="FakeQuantize"/>, of plain operators.</summary>
    public static Tensor RoundToGrid(Tensor input, float scale, int zeroPoint, int lowest, int highest)
    {
        // The gradient of clamp reads its input only, so that its result may be rounded unseen by autograd.
        Tensor result = input.Clamp((double)((lowest - zeroPoint) * scale), (double)((highest - zeroPoint) * scale));
        using (Grad.Disabled())
        {
            result.MulInPlace(1.0 / scale);
            s_roundInPlace.InvokeInPlace(result);
            result.MulInPlace((double)scale);
        }
        return result;
    }

    /// <summary>The nearest multiples of a scale for each row of a tensor; no gradients.</summary>
    /// <param name="input">(C, ...).</param>
    /// <param name="scales">(C), positive.</param>
    public static Tensor RoundRows(Tensor input, Tensor scales)
    {
        using IDisposable noGradients = Grad.Disabled();
        Tensor perRow = scales.Reshape([scales.Shape[0], .. Enumerable.Repeat(1L, input.Rank - 1)]);
        Tensor result = input / perRow;
        s_roundInPlace.InvokeInPlace(result);
        return result * perRow;
    }
}
