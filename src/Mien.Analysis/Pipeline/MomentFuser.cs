using Mien.Core;
using Mien.Inference;

namespace Mien.Analysis;

/// <summary>Joins the faces of a frame with the sound around it: <see cref="LateFusion"/>, then <see cref="EmotionSmoother"/>. For one thread.</summary>
internal sealed class MomentFuser(LateFusion fusion, AnalysisOptions options)
{
    private static readonly int s_count = EmotionLabelSet.Shared7.Count;

    private readonly EmotionSmoother _smoother = new(options.SmoothingTime);
    private readonly float[] _face = new float[s_count];
    private readonly float[] _fused = new float[s_count];
    private EmotionLabelSet? _faceLabels;
    private SharedEmotionProjection? _faceProjection;

    public TimelineMoment Fuse(PipelineFrame frame, SpeechObservation? speech)
    {
        VideoFrame picture = frame.Picture;
        FaceObservation[] faces = new FaceObservation[frame.Faces.Count];
        for (int i = 0; i < faces.Length; i++)
        {
            TrackedFace face = frame.Faces[i];
            FaceQuality quality = frame.Qualities[i];
            bool isReliable = quality.Score >= options.MinQuality;
            EmotionEstimate? told = isReliable || options.LowQuality == LowQualityFaces.Mark ? frame.Estimates[i] : null;
            EmotionEstimate? fused = Fuse(face.Id, picture.Time, told, quality.Score, speech, faces.Length);
            faces[i] = new FaceObservation(face.Id, face.Detection, quality, isReliable, frame.Landmarks[i], told, fused);
        }
        return new TimelineMoment(picture.Time, picture.Index, faces, speech) { Picture = picture };
    }

    private EmotionEstimate? Fuse(int personId, MediaTime time, EmotionEstimate? face, float quality, SpeechObservation? speech, int faceCount)
    {
        ReadOnlySpan<float> ofFace = face is null ? [] : Project(face);
        ReadOnlySpan<float> ofSpeech = speech?.Shared is { } shared ? shared.Probabilities : [];
        bool known = LateFusion.Fuse(
            ofFace, fusion.FaceWeight(quality), ofSpeech, fusion.SpeechWeight(speech?.Presence ?? 0, faceCount), _fused);
        if (!known)
            return null;
        _smoother.Smooth(personId, time, _fused);
        return new EmotionEstimate(EmotionLabelSet.Shared7, _fused);
    }

    private ReadOnlySpan<float> Project(EmotionEstimate face)
    {
        if (!ReferenceEquals(_faceLabels, face.Labels))
            (_faceLabels, _faceProjection) = (face.Labels, new SharedEmotionProjection(face.Labels));
        _faceProjection!.Project(face.Probabilities, _face);
        return _face;
    }
}
