namespace Mien.Interop.OpenCv;

/// <summary>Pictures of another size or place. All pictures are (height, width, channels), one byte a value; the caller owns all memory.</summary>
public static unsafe class ImageSampler
{
    /// <summary>
    /// Samples a picture through an affine map without aliasing; beyond the source its edge is repeated. Where one target
    /// pixel covers s > 1 source pixels, blocks of floor(s) x floor(s) pixels are averaged first and the rest of the
    /// factor is taken by averaging 2 x 2 bilinear samples; otherwise the sampling is bilinear.
    /// </summary>
    /// <param name="source">Source pixels.</param>
    /// <param name="sourceWidth">Width of the source.</param>
    /// <param name="sourceHeight">Height of the source.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="target">Takes the target pixels.</param>
    /// <param name="targetWidth">Width of the target.</param>
    /// <param name="targetHeight">Height of the target.</param>
    /// <param name="targetToSource">The source point of each target point.</param>
    /// <exception cref="ArgumentException">A size does not match its pixels, or the map is not finite.</exception>
    public static void SampleAffine(
        ReadOnlySpan<byte> source, int sourceWidth, int sourceHeight, int channels, Span<byte> target, int targetWidth, int targetHeight, AffineTransform targetToSource)
    {
        PixelRule.Require(source.Length, sourceWidth, sourceHeight, channels, nameof(source));
        PixelRule.Require(target.Length, targetWidth, targetHeight, channels, nameof(target));
        double* matrix = stackalloc double[6] { targetToSource.Xx, targetToSource.Xy, targetToSource.X0, targetToSource.Yx, targetToSource.Yy, targetToSource.Y0 };
        fixed (byte* from = source)
        fixed (byte* to = target)
            NativeMethods.Check(NativeMethods.SampleAffine(from, sourceWidth, sourceHeight, channels, to, targetWidth, targetHeight, matrix));
    }

    /// <summary>
    /// Samples a picture as the other overload does, but without rounding to whole values: the target changes steadily with the map, so that
    /// machines whose maps differ in their last bits see the same.
    /// </summary>
    /// <param name="source">Source pixels.</param>
    /// <param name="sourceWidth">Width of the source.</param>
    /// <param name="sourceHeight">Height of the source.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="target">Takes the target pixels, 0..255.</param>
    /// <param name="targetWidth">Width of the target.</param>
    /// <param name="targetHeight">Height of the target.</param>
    /// <param name="targetToSource">The source point of each target point.</param>
    /// <exception cref="ArgumentException">A size does not match its pixels, or the map is not finite.</exception>
    public static void SampleAffine(
        ReadOnlySpan<byte> source, int sourceWidth, int sourceHeight, int channels, Span<float> target, int targetWidth, int targetHeight, AffineTransform targetToSource)
    {
        PixelRule.Require(source.Length, sourceWidth, sourceHeight, channels, nameof(source));
        PixelRule.Require(target.Length, targetWidth, targetHeight, channels, nameof(target));
        double* matrix = stackalloc double[6] { targetToSource.Xx, targetToSource.Xy, targetToSource.X0, targetToSource.Yx, targetToSource.Yy, targetToSource.Y0 };
        fixed (byte* from = source)
        fixed (float* to = target)
            NativeMethods.Check(NativeMethods.SampleAffine(from, sourceWidth, sourceHeight, channels, to, targetWidth, targetHeight, matrix));
    }

    /// <summary>Resizes a whole picture.</summary>
    /// <param name="source">Source pixels.</param>
    /// <param name="sourceWidth">Width of the source.</param>
    /// <param name="sourceHeight">Height of the source.</param>
    /// <param name="channels">1 or 3.</param>
    /// <param name="target">Takes the target pixels.</param>
    /// <param name="targetWidth">Width of the target.</param>
    /// <param name="targetHeight">Height of the target.</param>
    /// <param name="interpolation">How.</param>
    /// <exception cref="ArgumentException">A size does not match its pixels.</exception>
    public static void Resize(
        ReadOnlySpan<byte> source, int sourceWidth, int sourceHeight, int channels, Span<byte> target, int targetWidth, int targetHeight, Interpolation interpolation)
    {
        PixelRule.Require(source.Length, sourceWidth, sourceHeight, channels, nameof(source));
        PixelRule.Require(target.Length, targetWidth, targetHeight, channels, nameof(target));
        fixed (byte* from = source)
        fixed (byte* to = target)
            NativeMethods.Check(NativeMethods.Resize(from, sourceWidth, sourceHeight, channels, to, targetWidth, targetHeight, (int)interpolation));
    }
}
