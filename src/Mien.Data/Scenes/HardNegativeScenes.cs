using Mien.Core;
using Mien.Interop.OpenCv;
using Mien.Vision;

namespace Mien.Data.Scenes;

/// <summary>Finds what an earlier detector took for faces in composed pictures and is none (Sung and Poggio's bootstrapping, 1998).</summary>
public static class HardNegativeScenes
{
    /// <summary>Length of a picture as a multiple of the false face in its middle.</summary>
    public const float Reach = 1.8f;

    /// <summary>Searches composed pictures for false faces.</summary>
    /// <param name="composer">Composes the pictures.</param>
    /// <param name="detector">The earlier detector; its threshold says how sure it must have been.</param>
    /// <param name="pictures">How many pictures are searched.</param>
    /// <param name="seed">Decides which pictures.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static IFaceScenes Mine(FaceSceneComposer composer, IFaceDetector detector, int pictures, long seed, CancellationToken cancellationToken = default)
    {
        List<byte[]> files = [];
        for (int index = 0; index < pictures; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            FaceScene scene = composer.Compose(new SampleRandom(seed, 0, index));
            using VideoFrame frame = new(scene.Width, scene.Height);
            scene.Rgb.CopyTo(frame.Rgb);
            foreach (FaceDetection found in detector.Detect(frame))
                if (Around(found.Box) is { Width: >= 16 } patch && IsInside(patch, scene) && scene.Faces.All(face => face.Box.IntersectionOverUnion(patch) == 0))
                    files.Add(Cut(frame, patch));
        }
        return new JpegScenes(files, "false face");
    }

    private static BoundingBox Around(BoundingBox box)
    {
        float side = Reach * MathF.Sqrt(box.Area);
        return new BoundingBox(box.Center.X - side / 2, box.Center.Y - side / 2, side, side);
    }

    private static bool IsInside(BoundingBox patch, FaceScene scene) => patch.X >= 0 && patch.Y >= 0 && patch.Right <= scene.Width && patch.Bottom <= scene.Height;

    private static byte[] Cut(VideoFrame frame, BoundingBox patch)
    {
        int side = (int)patch.Width, left = (int)patch.X, top = (int)patch.Y;
        using VideoFrame cut = new(side, side);
        for (int row = 0; row < side; row++)
            frame.Rgb.Span.Slice(((top + row) * frame.Width + left) * 3, side * 3).CopyTo(cut.Rgb.Span[(row * side * 3)..]);
        return ImageCodec.EncodeJpeg(cut, JpegScenes.Quality);
    }
}
