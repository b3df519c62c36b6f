using Mien.Core;

namespace Mien.Analysis;

/// <summary>The columns of a timeline's table, in order; <see cref="CsvTimelineSink"/> says what they hold.</summary>
public static class TimelineColumns
{
    /// <summary>The columns of one run.</summary>
    /// <param name="header">Its models decide which labels of their own there are.</param>
    public static IReadOnlyList<string> For(TimelineHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return
        [
            "input", "frame", "time_s", "face_id", "face_confidence", "x", "y", "width", "height",
            "yaw", "pitch", "roll", "size", "blur", "brightness", "occlusion", "quality", "reliable",
            .. EmotionLabelSet.Shared7,
            "dominant_emotion", "dominant_probability",
            .. (header.FaceModel?.Spec.Labels ?? Enumerable.Empty<string>()).Select(label => "face_" + label),
            .. (header.SpeechModel?.Spec.Labels ?? Enumerable.Empty<string>()).Select(label => "speech_" + label),
            .. header.Options.WriteLandmarks ? Enumerable.Range(0, FaceLandmarks68.Count).SelectMany(point => new[] { $"landmark_{point}_x", $"landmark_{point}_y" }) : [],
        ];
    }
}
