using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Media;

/// <summary>Opens any file by its content, whatever its name says.</summary>
public static class MediaSource
{
    /// <summary>A JPEG's size may stand after its embedded preview; this many bytes hold it in all but freak files.</summary>
    private const int HeaderBytes = 1 << 20;

    /// <summary>Opens a picture through OpenCV (with its EXIF orientation), everything else through FFmpeg.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which part of it is read and how; null reads all.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="UserErrorException">The file or an option cannot be used.</exception>
    public static async Task<IMediaSource> OpenAsync(string path, MediaReadOptions? options = null, CancellationToken cancellation = default) =>
        await IsPictureAsync(path, cancellation)
            ? ImageSource.Open(path, options)
            : await MediaFileSource.OpenAsync(path, options, cancellation);

    private static async Task<bool> IsPictureAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            await using FileStream stream = File.OpenRead(path);
            byte[] start = new byte[(int)Math.Min(HeaderBytes, stream.Length)];
            await stream.ReadExactlyAsync(start, cancellation);
            return ImageHeader.Read(start) is not null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // MediaProbe says what is wrong with it.
            return false;
        }
    }
}
