using Mien.Core;
using Mien.Interop.OpenCv;
using Mien.Media;

namespace Mien.Data.Scenes;

/// <summary>Reads pictures and frames of films that show no face into memory.</summary>
public static class EmptyScenes
{
    private const int KeptSide = 480;

    /// <summary>Reads files.</summary>
    /// <param name="paths">Films, of which every n-th frame is taken, pictures, and folders of pictures.</param>
    /// <param name="every">n, at least 1.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UserErrorException">A file is missing or damaged.</exception>
    public static IFaceScenes Load(IEnumerable<string> paths, int every = 3, CancellationToken cancellationToken = default)
    {
        List<byte[]> files = [];
        foreach (string path in paths)
        {
            if (Directory.Exists(path))
                files.AddRange(Kinds.DatasetFolder.Files(path, MediaKind.Image).Select(File.ReadAllBytes));
            else
                files.AddRange(ReadFilmAsync(path, every, cancellationToken).GetAwaiter().GetResult());
        }
        return new JpegScenes(files, "face-free picture");
    }

    private static async Task<List<byte[]>> ReadFilmAsync(string path, int every, CancellationToken cancellationToken)
    {
        List<byte[]> files = [];
        MediaFileSource source = await MediaFileSource.OpenAsync(path, new MediaReadOptions { Every = every }, cancellationToken).ConfigureAwait(false);
        await foreach (VideoFrame frame in source.ReadFramesAsync(cancellationToken).ConfigureAwait(false))
        {
            using (frame)
            using (VideoFrame kept = Shrink(frame))
                files.Add(ImageCodec.EncodeJpeg(kept, JpegScenes.Quality));
        }
        return files;
    }

    // Larger pictures than are composed would only take longer to decode.
    private static VideoFrame Shrink(VideoFrame frame)
    {
        double scale = Math.Min(1, (double)KeptSide / Math.Max(frame.Width, frame.Height));
        VideoFrame kept = new(Math.Max(1, (int)(frame.Width * scale)), Math.Max(1, (int)(frame.Height * scale)));
        ImageSampler.Resize(frame.Rgb.Span, frame.Width, frame.Height, 3, kept.Rgb.Span, kept.Width, kept.Height, Interpolation.Area);
        return kept;
    }
}
