using System.Collections.Concurrent;
using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// One kernel a channel, (N, C, H, W) to (N, C, H / stride, W / stride), rounded up; state and results as <see cref="Conv2d"/>'s with
/// as many groups as channels. libtorch's gradient of this convolution is slow on maps of a few pixels (measured: 40 to 70 ms for
/// 64 x 672 x 4 x 4 with 5 x 5 kernels on one core), where one small matrix product a channel gives the same in a third of the time or less; training uses it there.
/// </summary>
internal sealed class DepthwiseConv2d : Module<Tensor, Tensor>
{
    private const long MostPixels = 16;

    private readonly ConcurrentDictionary<(long Height, long Width), Tensor> _placements = [];
    private readonly int _channels;
    private readonly int _kernel;
    private readonly int _stride;

    /// <param name="channels">Channels in and out.</param>
    /// <param name="kernel">Side of the kernels, odd.</param>
    /// <param name="stride">Step of the kernels.</param>
    public DepthwiseConv2d(int channels, int kernel, int stride)
    {
        (_channels, _kernel, _stride) = (channels, kernel, stride);
        Weight = RegisterParameter("weight", Tensor.Empty([channels, 1, kernel, kernel]));
        Init.KaimingNormal(Weight, fanOut: true);
    }

    /// <summary>(C, 1, K, K)</summary>
    public Tensor Weight { get; }

    protected override Tensor ForwardCore(Tensor x)
    {
        (long height, long width) = (x.Shape[2], x.Shape[3]);
        bool isTiny = height * width <= MostPixels && (_kernel > 3 || height * width <= 4);
        return IsTraining && isTiny
            ? MultiplyPixels(x, height, width)
            : Functional.Conv2d(x, Weight, null, _stride, (_kernel - 1) / 2, groups: _channels);
    }

    // Each output pixel is a weighted sum of the input's pixels, so a channel's convolution is a matrix of the kernel's values.
    private Tensor MultiplyPixels(Tensor x, long height, long width)
    {
        Tensor placement = _placements.GetOrAdd((height, width), size => MakePlacement(size.Height, size.Width, x.Device)); // (K K, H W H' W')
        (long outHeight, long outWidth) = (Outputs(height), Outputs(width));
        Tensor matrices = Weight.Reshape(_channels, -1).MatMul(placement).Reshape(_channels, height * width, outHeight * outWidth);
        Tensor pixels = x.Permute(1, 0, 2, 3).Reshape(_channels, -1, height * width); // (C, N, H W)
        return pixels.Bmm(matrices).Permute(1, 0, 2).Reshape(-1, _channels, outHeight, outWidth);
    }

    // Which of the kernel's values links which input pixel with which output pixel: 0 or 1, (K K, H W H' W').
    private Tensor MakePlacement(long height, long width, Device device)
    {
        (long outHeight, long outWidth, int reach) = (Outputs(height), Outputs(width), (_kernel - 1) / 2);
        long inputs = height * width, outputs = outHeight * outWidth;
        float[] placement = new float[_kernel * _kernel * inputs * outputs];
        for (long output = 0; output < outputs; output++)
            for (int tap = 0; tap < _kernel * _kernel; tap++)
            {
                long y = output / outWidth * _stride - reach + tap / _kernel, x = output % outWidth * _stride - reach + tap % _kernel;
                if (y >= 0 && y < height && x >= 0 && x < width)
                    placement[(tap * inputs + y * width + x) * outputs + output] = 1;
            }
        Tensor tensor = Tensor.From(placement, _kernel * _kernel, inputs * outputs).To(device);
        return TensorScope.Current?.Keep(tensor) ?? tensor;
    }

    private long Outputs(long size) => (size + _stride - 1) / _stride;
}
