using Mien.Interop.Torch;

namespace Mien.Torch;

/// <summary>What a training loop does to the gradients of many parameters at once.</summary>
public static class Gradients
{
    private static readonly Operator s_foreachNorm = new("aten::_foreach_norm", "Scalar");
    private static readonly Operator s_foreachMul = new("aten::_foreach_mul_", "Scalar");

    /// <summary>Frees the gradients, so that the next backward pass starts afresh.</summary>
    public static void Clear(IEnumerable<Tensor> parameters) =>
        NativeTensor.ClearGrads([.. parameters.Select(parameter => parameter.Handle)]);

    /// <summary>
    /// Scales all gradients by one factor so that their joint Euclidean norm is at most <paramref name="maxNorm"/>
    /// (torch.nn.utils.clip_grad_norm_: the factor is maxNorm / (norm + 1e-6), at most 1).
    /// </summary>
    /// <returns>The norm before scaling; not finite where a gradient is not.</returns>
    public static double ClipGradNorm(IEnumerable<Tensor> parameters, double maxNorm)
    {
        using TensorScope scope = TensorScope.Begin();
        using (Grad.Disabled())
        {
            Tensor[] grads = [.. parameters.Select(parameter => parameter.Grad).OfType<Tensor>()];
            if (grads.Length == 0)
                return 0;
            float norm = Tensor.Stack(s_foreachNorm.InvokeTensors(grads, 2.0)).Norm().Item<float>();
            float factor = (float)maxNorm / (norm + 1e-6f);
            if (factor < 1)
                s_foreachMul.InvokeInPlace(grads, factor);
            return norm;
        }
    }
}
