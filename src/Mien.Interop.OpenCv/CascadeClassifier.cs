using Mien.Core;

namespace Mien.Interop.OpenCv;

/// <summary>
/// A Haar cascade (Viola and Jones 2001) from one of OpenCV's XML files. It owns native memory until it is disposed, and
/// serves one thread at a time.
/// </summary>
public sealed unsafe class CascadeClassifier : IDisposable
{
    private readonly CascadeHandle _handle;

    /// <summary>Loads a cascade.</summary>
    /// <param name="path">An XML file, for example <c>haarcascade_frontalface_alt2.xml</c> of Debian's opencv-data.</param>
    /// <exception cref="UserErrorException">The file is missing or holds no cascade.</exception>
    public CascadeClassifier(string path)
    {
        if (!File.Exists(path))
            throw new UserErrorException($"The cascade {path} does not exist; install the package opencv-data or name another file.");
        nint cascade;
        try
        {
            NativeMethods.Check(NativeMethods.CascadeLoad(path, &cascade));
        }
        catch (NativeException error)
        {
            throw new UserErrorException($"{path} is not a cascade that OpenCV can load; name an XML file of the package opencv-data.", error);
        }
        _handle = new CascadeHandle(cascade);
    }

    /// <summary>Finds objects of every size from <paramref name="minimumSize"/> up.</summary>
    /// <param name="gray">The picture, (height, width), one byte a pixel.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="scaleFactor">Step from one size to the next, above 1.</param>
    /// <param name="minimumNeighbors">How many overlapping windows must agree on a rectangle.</param>
    /// <param name="minimumSize">Smallest width and height in pixels.</param>
    /// <param name="found">Takes the rectangles; those that do not fit are dropped.</param>
    /// <returns>How many were written to <paramref name="found"/>.</returns>
    /// <exception cref="ArgumentException">The picture's size does not match its pixels, or a parameter is out of range.</exception>
    public int Detect(ReadOnlySpan<byte> gray, int width, int height, double scaleFactor, int minimumNeighbors, int minimumSize, Span<CascadeRectangle> found)
    {
        PixelRule.Require(gray.Length, width, height, 1, nameof(gray));
        int count;
        fixed (byte* pixels = gray)
        fixed (CascadeRectangle* target = found)
            NativeMethods.Check(NativeMethods.CascadeDetect(_handle, pixels, width, height, scaleFactor, minimumNeighbors, minimumSize, target, found.Length, &count));
        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
