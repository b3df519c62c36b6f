namespace Mien.Torch;

/// <summary>Activations, normalisation of scores, dropout and dense layers as plain functions; names and formulas are PyTorch's.</summary>
public static partial class Functional
{
    private static readonly Operator s_relu = new("aten::relu");
    private static readonly Operator s_silu = new("aten::silu");
    private static readonly Operator s_gelu = new("aten::gelu");
    private static readonly Operator s_sigmoid = new("aten::sigmoid");
    private static readonly Operator s_tanh = new("aten::tanh");
    private static readonly Operator s_hardswish = new("aten::hardswish");
    private static readonly Operator s_leakyRelu = new("aten::leaky_relu");
    private static readonly Operator s_softmax = new("aten::softmax", "int");
    private static readonly Operator s_logSoftmax = new("aten::log_softmax", "int");
    private static readonly Operator s_relu6 = new("aten::relu6");
    private static readonly Operator s_hardSigmoid = new("aten::hardsigmoid");
    private static readonly Operator s_dropout = new("aten::dropout");
    private static readonly Operator s_featureDropout = new("aten::feature_dropout");
    private static readonly Operator s_linear = new("aten::linear");
    private static readonly Operator s_embedding = new("aten::embedding");
    private static readonly Operator s_oneHot = new("aten::one_hot");
    private static readonly Operator s_pad = new("aten::pad");
    private static readonly Operator s_normalize = new("aten::linalg_vector_norm");
    private static readonly Operator s_clampMin = new("aten::clamp_min");

    /// <summary>max(x, 0).</summary>
    public static Tensor Relu(Tensor input) => s_relu.Invoke(input);

    /// <summary>min(max(x, 0), 6).</summary>
    public static Tensor Relu6(Tensor input) => s_relu6.Invoke(input);

    /// <summary>x * sigmoid(x).</summary>
    public static Tensor Silu(Tensor input) => s_silu.Invoke(input);

    /// <summary>x * Phi(x), Phi the normal distribution function.</summary>
    public static Tensor Gelu(Tensor input) => s_gelu.Invoke(input);

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static Tensor Sigmoid(Tensor input) => s_sigmoid.Invoke(input);

    /// <summary>relu6(x + 3) / 6: the <see cref="Sigmoid"/> in three straight lines.</summary>
    public static Tensor HardSigmoid(Tensor input) => s_hardSigmoid.Invoke(input);

    /// <summary>Hyperbolic tangent.</summary>
    public static Tensor Tanh(Tensor input) => s_tanh.Invoke(input);

    /// <summary>x * relu6(x + 3) / 6.</summary>
    public static Tensor Hardswish(Tensor input) => s_hardswish.Invoke(input);

    /// <summary>x where positive, else x * <paramref name="negativeSlope"/>.</summary>
    public static Tensor LeakyRelu(Tensor input, double negativeSlope = 0.01) => s_leakyRelu.Invoke(input, negativeSlope);

    /// <summary>exp(x) divided by its sum along a dimension.</summary>
    public static Tensor Softmax(Tensor input, long dim) => s_softmax.Invoke(input, dim);

    /// <summary>Logarithm of <see cref="Softmax"/>.</summary>
    public static Tensor LogSoftmax(Tensor input, long dim) => s_logSoftmax.Invoke(input, dim);

    /// <summary>While training, zeroes each element with a probability and scales the others by 1 / (1 - p).</summary>
    public static Tensor Dropout(Tensor input, double p, bool training) => s_dropout.Invoke(input, p, training);

    /// <summary>As <see cref="Dropout"/>, for whole channels of (N, C, ...).</summary>
    public static Tensor FeatureDropout(Tensor input, double p, bool training) => s_featureDropout.Invoke(input, p, training);

    /// <summary>input * weight^T + bias.</summary>
    /// <param name="input">(..., In).</param>
    /// <param name="weight">(Out, In).</param>
    /// <param name="bias">(Out), or null.</param>
    /// <returns>(..., Out).</returns>
    public static Tensor Linear(Tensor input, Tensor weight, Tensor? bias = null) => s_linear.Invoke(input, weight, bias);

    /// <summary>Rows of a table.</summary>
    /// <param name="indices">Int64, any shape.</param>
    /// <param name="weight">(Rows, Features).</param>
    public static Tensor Embedding(Tensor indices, Tensor weight) => s_embedding.Invoke(weight, indices);

    /// <summary>1 at each class's place, 0 elsewhere; Int64.</summary>
    public static Tensor OneHot(Tensor classes, long classCount) => s_oneHot.Invoke(classes, classCount);

    /// <summary>Padding: pairs of counts (before, after) from the last dimension backwards.</summary>
    /// <param name="input">Any shape.</param>
    /// <param name="padding">Pairs, the last dimension's first.</param>
    /// <param name="mode">constant, reflect, replicate or circular.</param>
    /// <param name="value">What constant padding is filled with.</param>
    public static Tensor Pad(Tensor input, ReadOnlySpan<long> padding, string mode = "constant", double? value = null) =>
        s_pad.Invoke(input, padding.ToArray(), mode, value);

    /// <summary>Divided by the Euclidean norm along a dimension, which counts as at least <paramref name="epsilon"/>.</summary>
    public static Tensor Normalize(Tensor input, long dim = 1, double epsilon = 1e-12) =>
        input / s_clampMin.Invoke(s_normalize.Invoke(input, 2.0, new[] { dim }, true), epsilon);
}
