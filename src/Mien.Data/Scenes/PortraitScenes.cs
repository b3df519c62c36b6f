using Mien.Core;
using Mien.Data.Faces;
using Mien.Interop.OpenCv;

namespace Mien.Data.Scenes;

/// <summary>FER2013's pictures, which are one face from edge to edge each, without landmarks.</summary>
public sealed class PortraitScenes : IFaceScenes
{
    // The longer side of a detector's box is as long as the picture; faces are narrower than high.
    private const float BoxWidth = 0.8f;

    private readonly string _folder;
    private readonly Fer2013Row[] _rows;

    /// <summary>Lists the pictures of a part that the crowd took for faces.</summary>
    /// <param name="folder">FER2013's folder.</param>
    /// <param name="split">The part.</param>
    public PortraitScenes(string folder, Fer2013Split split)
    {
        _folder = folder;
        _rows = [.. Fer2013Source.Read(folder).Where(row => row.Split == split && row.NotFaceVotes == 0)];
    }

    /// <inheritdoc/>
    public int Count => _rows.Length;

    /// <inheritdoc/>
    public FaceScene Read(int index)
    {
        Fer2013Row row = _rows[index];
        if (row.Pixels is { } gray)
        {
            byte[] rgb = new byte[gray.Length * 3];
            GrayImage.ToRgb(gray.Span, rgb);
            return Scene(rgb, Fer2013Row.Side, Fer2013Row.Side);
        }
        using VideoFrame frame = ImageCodec.DecodeFile(Path.Combine(_folder, row.File));
        return Scene(frame.Rgb.ToArray(), frame.Width, frame.Height);
    }

    private static FaceScene Scene(byte[] rgb, int width, int height) =>
        new(rgb, width, height, [new SceneFace(new BoundingBox(width * (1 - BoxWidth) / 2, 0, width * BoxWidth, height), null)]);
}
