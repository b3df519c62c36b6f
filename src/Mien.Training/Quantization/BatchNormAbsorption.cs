using Mien.Torch;

namespace Mien.Training.Quantization;

/// <summary>
/// Takes batch norms into the convolutions before them, so that the weights that are rounded are those of the 8-bit form. What is
/// left of a batch norm is its bias: mean 0, variance 1 and factor 1, so that the network and its checkpoint keep their shape.
/// </summary>
internal static class BatchNormAbsorption
{
    /// <summary>Changes a convolution and the batch norm that alone reads it; what they compute in evaluation stays.</summary>
    public static void Apply(ObservedCall convolution, ObservedCall norm)
    {
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        Tensor[] parts = [.. norm.Inputs.Skip(1)]; // weight, bias, mean, variance
        (float[] factor, float[] shift, float[] mean, float[] variance) = (parts[0].ToArray<float>(), parts[1].ToArray<float>(), parts[2].ToArray<float>(), parts[3].ToArray<float>());
        double epsilon = norm.Arguments[7].AsReal();
        double[] scales = [.. factor.Zip(variance, (one, other) => one / Math.Sqrt(other + epsilon))];

        Tensor weight = convolution.Arguments[1].AsTensor();
        Tensor? ownBias = convolution.Arguments[2].IsNone ? null : convolution.Arguments[2].AsTensor();
        float[] weights = weight.ToArray<float>();
        int inner = weights.Length / scales.Length;
        for (int i = 0; i < weights.Length; i++)
            weights[i] = (float)(weights[i] * scales[i / inner]);
        float[] bias = ownBias?.ToArray<float>() ?? new float[scales.Length];
        for (int channel = 0; channel < scales.Length; channel++)
            shift[channel] = (float)((bias[channel] - mean[channel]) * scales[channel] + shift[channel]);

        weight.CopyInPlace(Tensor.From(weights, [.. weight.Shape]));
        ownBias?.ZeroInPlace();
        parts[0].FillInPlace(1);
        parts[1].CopyInPlace(Tensor.From(shift));
        parts[2].ZeroInPlace();
        parts[3].FillInPlace(1 - epsilon);
        parts[0].RequiresGrad = false;
        if (ownBias is not null)
            ownBias.RequiresGrad = false;
    }
}
