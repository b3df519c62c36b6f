using Mien.Core;
using Mien.Inference;

namespace Mien.Analysis;

/// <summary>A frame on its way through the stages. The stage that holds it owns it.</summary>
/// <param name="picture">The pixels; disposed with this.</param>
internal sealed class PipelineFrame(VideoFrame picture) : IDisposable
{
    public VideoFrame Picture => picture;

    /// <summary>Set by the detection stage.</summary>
    public IReadOnlyList<TrackedFace> Faces { get; set; } = [];

    /// <summary>Set by the emotion stage: the landmarks of each face; null without a landmark network.</summary>
    public FaceLandmarks68?[] Landmarks { get; set; } = [];

    /// <summary>Set by the emotion stage: quality of each face.</summary>
    public FaceQuality[] Qualities { get; set; } = [];

    /// <summary>Set by the emotion stage: the face model's estimate of each face; null without a face model.</summary>
    public EmotionEstimate?[] Estimates { get; set; } = [];

    public void Dispose() => picture.Dispose();
}
