namespace Mien.Torch;

/// <summary>Losses.</summary>
public static partial class Functional
{
    private static readonly Operator s_crossEntropy = new("aten::cross_entropy_loss");
    private static readonly Operator s_mse = new("aten::mse_loss");
    private static readonly Operator s_bceWithLogits = new("aten::binary_cross_entropy_with_logits");
    private static readonly Operator s_klDiv = new("aten::kl_div");

    /// <summary>Cross entropy of softmax scores, as PyTorch defines it.</summary>
    /// <param name="input">Scores before the softmax, (N, C).</param>
    /// <param name="target">Classes, Int64 (N); or soft targets, probabilities of the input's type (N, C).</param>
    /// <param name="weight">Weight of each class (C), or null. With class targets the mean is over the weights.</param>
    /// <param name="labelSmoothing">0..1: how much of each target is spread evenly over all classes.</param>
    /// <param name="reduction">How the samples' losses become the result.</param>
    /// <param name="ignoreIndex">Class targets of this value do not count.</param>
    public static Tensor CrossEntropy(Tensor input, Tensor target, Tensor? weight = null, double labelSmoothing = 0,
        Reduction reduction = Reduction.Mean, long ignoreIndex = -100) =>
        s_crossEntropy.Invoke(input, target, weight, (long)reduction, ignoreIndex, labelSmoothing);

    /// <summary>Squared differences.</summary>
    public static Tensor MseLoss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) => s_mse.Invoke(input, target, (long)reduction);

    /// <summary>Binary cross entropy of sigmoid scores.</summary>
    public static Tensor BinaryCrossEntropyWithLogits(Tensor input, Tensor target, Tensor? weight = null, Tensor? positiveWeight = null,
        Reduction reduction = Reduction.Mean) =>
        s_bceWithLogits.Invoke(input, target, weight, positiveWeight, (long)reduction);

    /// <summary>Kullback-Leibler divergence; the input holds log-probabilities. Sum and divide by N for the mean over samples.</summary>
    public static Tensor KlDiv(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, bool logTarget = false) =>
        s_klDiv.Invoke(input, target, (long)reduction, logTarget);
}
