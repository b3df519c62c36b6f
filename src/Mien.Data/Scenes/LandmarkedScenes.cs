using Mien.Core;
using Mien.Data.Kinds;
using Mien.Interop.OpenCv;
using Mien.Vision;

namespace Mien.Data.Scenes;

/// <summary>Frames with one face each that has 68 landmarks; a teacher may name further faces in them.</summary>
public sealed class LandmarkedScenes : IFaceScenes
{
    // What the teacher is sure of is a face; of the rest nobody knows.
    private const float SureConfidence = 0.8f;

    // From the first overlap on two boxes are one face's; up to the second they are two faces'.
    private const float SameFace = 0.5f, OtherFace = 0.1f;

    private readonly IReadOnlyList<DatasetItem> _items;
    private readonly SceneFace[][] _faces;

    private LandmarkedScenes(IReadOnlyList<DatasetItem> items, SceneFace[][] faces) => (_items, _faces) = (items, faces);

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>The frames that are used, by index.</summary>
    public IReadOnlyList<DatasetItem> Items => _items;

    /// <summary>Lists frames.</summary>
    /// <param name="items">Pictures with 68 known landmarks.</param>
    /// <param name="teacher">Finds the faces that have no landmarks, and frames whose landmarks are off, which are left out; null for neither. Never used on people that are tested.</param>
    /// <param name="cancellationToken">Ends the teacher's work.</param>
    public static LandmarkedScenes List(IReadOnlyList<DatasetItem> items, IFaceDetector? teacher = null, CancellationToken cancellationToken = default)
    {
        if (teacher is null)
            return new LandmarkedScenes(items, [.. items.Select(item => (SceneFace[])[SceneFace.Of(item.Landmarks!)])]);
        List<DatasetItem> kept = [];
        List<SceneFace[]> faces = [];
        foreach (DatasetItem item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using VideoFrame frame = ImageCodec.DecodeFile(item.Path);
            if (Compare(SceneFace.Of(item.Landmarks!), teacher.Detect(frame)) is { } known)
            {
                kept.Add(item);
                faces.Add(known);
            }
        }
        return new LandmarkedScenes(kept, [.. faces]);
    }

    // Null where the teacher is sure of a face that the landmarks mark only in part: they are off.
    private static SceneFace[]? Compare(SceneFace own, IReadOnlyList<FaceDetection> taught)
    {
        float[] overlaps = [.. taught.Select(face => face.Box.IntersectionOverUnion(own.Box))];
        bool isConfirmed = overlaps.Any(overlap => overlap >= SameFace);
        bool isContradicted = taught.Where((face, index) => face.Confidence >= SureConfidence && overlaps[index] is > OtherFace and < SameFace).Any();
        return isContradicted && !isConfirmed
            ? null
            : [own, .. taught.Where((_, index) => overlaps[index] <= OtherFace).Select(face => new SceneFace(face.Box, face.Landmarks, face.Confidence < SureConfidence))];
    }

    /// <inheritdoc/>
    public FaceScene Read(int index)
    {
        using VideoFrame frame = ImageCodec.DecodeFile(_items[index].Path);
        return new FaceScene(frame.Rgb.ToArray(), frame.Width, frame.Height, _faces[index]);
    }
}
