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

    private readonly IReadOnlyList<DatasetItem> _items;
    private readonly SceneFace[][] _faces;

    private LandmarkedScenes(IReadOnlyList<DatasetItem> items, SceneFace[][] faces) => (_items, _faces) = (items, faces);

    /// <inheritdoc/>
    public int Count => _items.Count;

    /// <summary>Lists frames.</summary>
    /// <param name="items">Pictures with 68 known landmarks.</param>
    /// <param name="teacher">Finds the faces that have no landmarks, or null where there are none; never used on people that are tested.</param>
    /// <param name="cancellationToken">Ends the teacher's work.</param>
    public static LandmarkedScenes List(IReadOnlyList<DatasetItem> items, IFaceDetector? teacher = null, CancellationToken cancellationToken = default)
    {
        SceneFace[][] faces = [.. items.Select(item => (SceneFace[])[SceneFace.Of(item.Landmarks!)])];
        for (int index = 0; teacher is not null && index < items.Count; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using VideoFrame frame = ImageCodec.DecodeFile(items[index].Path);
            SceneFace own = faces[index][0];
            faces[index] = [own, .. from face in teacher.Detect(frame)
                                    where face.Box.IntersectionOverUnion(own.Box) < 0.3f
                                    select new SceneFace(face.Box, face.Landmarks, face.Confidence < SureConfidence)];
        }
        return new LandmarkedScenes(items, faces);
    }

    /// <inheritdoc/>
    public FaceScene Read(int index)
    {
        using VideoFrame frame = ImageCodec.DecodeFile(_items[index].Path);
        return new FaceScene(frame.Rgb.ToArray(), frame.Width, frame.Height, _faces[index]);
    }
}
