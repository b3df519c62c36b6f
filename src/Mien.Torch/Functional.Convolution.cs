namespace Mien.Torch;

/// <summary>Convolution, pooling, batch norm and resizing of (N, C, H, W) and (N, C, L) tensors.</summary>
public static partial class Functional
{
    private static readonly Operator s_conv1d = new("aten::conv1d");
    private static readonly Operator s_conv2d = new("aten::conv2d");
    private static readonly Operator s_batchNorm = new("aten::batch_norm");
    private static readonly Operator s_layerNorm = new("aten::layer_norm");
    private static readonly Operator s_maxPool1d = new("aten::max_pool1d");
    private static readonly Operator s_maxPool2d = new("aten::max_pool2d");
    private static readonly Operator s_avgPool2d = new("aten::avg_pool2d");
    private static readonly Operator s_adaptiveAvgPool1d = new("aten::adaptive_avg_pool1d");
    private static readonly Operator s_adaptiveAvgPool2d = new("aten::adaptive_avg_pool2d");
    private static readonly Operator s_bilinear = new("aten::upsample_bilinear2d");
    private static readonly Operator s_resize = new("aten::_upsample_bilinear2d_aa");
    private static readonly Operator s_nearest = new("aten::upsample_nearest2d");

    /// <summary>Cross-correlation over time.</summary>
    /// <param name="input">(N, In, L).</param>
    /// <param name="weight">(Out, In / groups, K).</param>
    /// <param name="bias">(Out), or null.</param>
    /// <param name="stride">Step of the kernel.</param>
    /// <param name="padding">Zeros added at both ends.</param>
    /// <param name="dilation">Distance between the kernel's elements.</param>
    /// <param name="groups">Parts into which the channels are divided.</param>
    public static Tensor Conv1d(Tensor input, Tensor weight, Tensor? bias = null, long stride = 1, long padding = 0, long dilation = 1, long groups = 1) =>
        s_conv1d.Invoke(input, weight, bias, new[] { stride }, new[] { padding }, new[] { dilation }, groups);

    /// <summary>Cross-correlation over pictures.</summary>
    /// <param name="input">(N, In, H, W).</param>
    /// <param name="weight">(Out, In / groups, KH, KW).</param>
    /// <param name="bias">(Out), or null.</param>
    /// <param name="stride">Step of the kernel; default means 1.</param>
    /// <param name="padding">Zeros added on each side.</param>
    /// <param name="dilation">Distance between the kernel's elements; default means 1.</param>
    /// <param name="groups">Parts into which the channels are divided.</param>
    public static Tensor Conv2d(Tensor input, Tensor weight, Tensor? bias = null, Size2 stride = default, Size2 padding = default,
        Size2 dilation = default, long groups = 1) =>
        s_conv2d.Invoke(input, weight, bias, OneUnlessGiven(stride), padding, OneUnlessGiven(dilation), groups);

    /// <summary>
    /// Normalises each channel. While training, by the batch's own mean and variance, which also move the running ones
    /// by <paramref name="momentum"/>; otherwise by the running ones (Ioffe and Szegedy 2015).
    /// </summary>
    /// <param name="input">(N, C, ...).</param>
    /// <param name="weight">(C), or null.</param>
    /// <param name="bias">(C), or null.</param>
    /// <param name="runningMean">(C), changed in place while training; or null.</param>
    /// <param name="runningVar">(C), changed in place while training; or null.</param>
    /// <param name="training">Whether the batch's own statistics are used.</param>
    /// <param name="momentum">Share of the batch's statistics in the new running ones.</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static Tensor BatchNorm(Tensor input, Tensor? weight, Tensor? bias, Tensor? runningMean, Tensor? runningVar, bool training,
        double momentum = 0.1, double epsilon = 1e-5) =>
        s_batchNorm.Invoke(input, weight, bias, runningMean, runningVar, training, momentum, epsilon, true);

    /// <summary>Normalises over the last dimensions (Ba et al. 2016).</summary>
    public static Tensor LayerNorm(Tensor input, ReadOnlySpan<long> normalizedShape, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5) =>
        s_layerNorm.Invoke(input, normalizedShape.ToArray(), weight, bias, epsilon, true);

    /// <summary>Greatest element of each window over time.</summary>
    public static Tensor MaxPool1d(Tensor input, long kernelSize, long? stride = null, long padding = 0) =>
        s_maxPool1d.Invoke(input, new[] { kernelSize }, new[] { stride ?? kernelSize }, new[] { padding });

    /// <summary>Greatest element of each window.</summary>
    /// <param name="input">(N, C, H, W).</param>
    /// <param name="kernelSize">Size of the window.</param>
    /// <param name="stride">Step; null means the window's size.</param>
    /// <param name="padding">Added on each side, never the greatest.</param>
    /// <param name="ceilMode">Whether a last, incomplete window counts.</param>
    public static Tensor MaxPool2d(Tensor input, Size2 kernelSize, Size2? stride = null, Size2 padding = default, bool ceilMode = false) =>
        s_maxPool2d.Invoke(input, kernelSize, stride ?? kernelSize, padding, (Size2)1, ceilMode);

    /// <summary>Mean of each window; padding counts as zeros.</summary>
    public static Tensor AvgPool2d(Tensor input, Size2 kernelSize, Size2? stride = null, Size2 padding = default, bool ceilMode = false) =>
        s_avgPool2d.Invoke(input, kernelSize, stride ?? kernelSize, padding, ceilMode, true, Argument.None);

    /// <summary>Means over windows chosen so that the output has a given length.</summary>
    public static Tensor AdaptiveAvgPool1d(Tensor input, long outputSize) => s_adaptiveAvgPool1d.Invoke(input, new[] { outputSize });

    /// <summary>Means over windows chosen so that the output has a given size.</summary>
    public static Tensor AdaptiveAvgPool2d(Tensor input, Size2 outputSize) => s_adaptiveAvgPool2d.Invoke(input, outputSize);

    /// <summary>Resized by bilinear interpolation, pixel centres at .5 unless corners are aligned.</summary>
    public static Tensor InterpolateBilinear(Tensor input, Size2 size, bool alignCorners = false) => s_bilinear.Invoke(input, size, alignCorners);

    /// <summary>Resized by bilinear interpolation whose triangle widens where the picture becomes smaller, so that nothing is skipped; pixel centres at .5.</summary>
    /// <param name="input">(N, C, H, W).</param>
    /// <param name="size">The new height and width.</param>
    public static Tensor Resize(Tensor input, Size2 size) => s_resize.Invoke(input, size, false);

    /// <summary>Repeats each pixel a number of times across and down.</summary>
    /// <param name="input">(N, C, H, W).</param>
    /// <param name="factor">How often, at least 1.</param>
    public static Tensor UpsampleNearest(Tensor input, long factor) =>
        s_nearest.Invoke(input, new Size2(input.Shape[2] * factor, input.Shape[3] * factor));

    private static Size2 OneUnlessGiven(Size2 size) => size == default ? 1 : size;
}
