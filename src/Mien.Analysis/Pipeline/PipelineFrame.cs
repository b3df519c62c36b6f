using Mien.Core;
using Mien.Inference;

namespace Mien.Analysis;

/// <summary>A frame on its way through the stages. The stage that holds it owns it.</summary>
/// <param name="picture">The pixels; disposed with this.</param>
internal sealed class PipelineFrame(VideoFrame picture) : IDisposable
{
    public VideoFrame Picture => picture;

    /// <summary>Set by the detection stage.</summary>
    public IReadOnlyList<TrackedFace> Faces { get; private set; } = [];

    /// <summary>Set by the emotion stage: the landmarks of each face; null without a landmark network.</summary>
    public FaceLandmarks68?[] Landmarks { get; set; } = [];

    /// <summary>Set by the emotion stage: quality of each face.</summary>
    public FaceQuality[] Qualities { get; set; } = [];

    /// <summary>Set by the emotion stage: the face model's estimate of each face; null without a face model.</summary>
    public EmotionEstimate?[] Estimates { get; set; } = [];

    /// <summary>Takes the faces that were found, of more than <paramref name="count"/> the largest, in order of their ids.</summary>
    public void TakeLargest(IReadOnlyList<TrackedFace> faces, int count) => Faces = faces.Count <= count
        ? [.. faces.OrderBy(face => face.Id)]
        : [.. faces.OrderByDescending(face => face.Detection.Box.Area).Take(count).OrderBy(face => face.Id)];

    public void Dispose() => picture.Dispose();
}
