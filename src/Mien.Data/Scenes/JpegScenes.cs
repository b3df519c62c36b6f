using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Data.Scenes;

/// <summary>Pictures without faces, kept in memory as JPEG.</summary>
/// <param name="files">The pictures.</param>
/// <param name="name">What one of them is called in errors.</param>
internal sealed class JpegScenes(IReadOnlyList<byte[]> files, string name) : IFaceScenes
{
    /// <summary>Quality at which pictures are kept.</summary>
    public const int Quality = 95;

    /// <inheritdoc/>
    public int Count => files.Count;

    /// <inheritdoc/>
    public FaceScene Read(int index)
    {
        using VideoFrame frame = ImageCodec.Decode(files[index], $"{name} {index + 1}");
        return new FaceScene(frame.Rgb.ToArray(), frame.Width, frame.Height, []);
    }
}
