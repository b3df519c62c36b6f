using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Cli.Benchmarking;

/// <summary>A few frames as a camera would give them, 640x480, made of one picture that moves a little from frame to frame.</summary>
internal sealed class CameraFrames : IDisposable
{
    /// <summary>Size of a frame in pixels.</summary>
    public const int Width = 640, Height = 480;

    private const int Count = 8, PixelsAStep = 3;

    private readonly VideoFrame[] _frames = [.. Enumerable.Range(0, Count).Select(_ => new VideoFrame(Width, Height))];
    private int _next;

    /// <summary>Fits a picture into the frames.</summary>
    /// <exception cref="UserErrorException">It cannot be read.</exception>
    public CameraFrames(string picture)
    {
        using VideoFrame source = ImageCodec.DecodeFile(picture);
        double scale = Math.Max((double)source.Width / Width, (double)source.Height / Height);
        for (int i = 0; i < Count; i++)
        {
            double left = (Width - source.Width / scale) / 2 + PixelsAStep * (i - Count / 2), top = (Height - source.Height / scale) / 2;
            ImageSampler.SampleAffine(
                source.Rgb.Span, source.Width, source.Height, 3, _frames[i].Rgb.Span, Width, Height,
                new AffineTransform(scale, 0, -left * scale, 0, scale, -top * scale));
        }
    }

    /// <summary>The next frame, again and again; it stays this object's.</summary>
    public VideoFrame Next() => _frames[_next++ % Count];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (VideoFrame frame in _frames)
            frame.Dispose();
    }
}
