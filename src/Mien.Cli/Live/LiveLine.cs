using System.Globalization;
using Mien.Analysis;

namespace Mien.Cli.Live;

/// <summary>Says a <see cref="LiveSnapshot"/> in one line, for logs and pipes.</summary>
internal static class LiveLine
{
    /// <summary>The line.</summary>
    public static string Of(LiveSnapshot snapshot)
    {
        List<string> parts = [Text($"{snapshot.Elapsed.TotalSeconds:0.0} s")];
        if (snapshot.Camera.IsOn)
        {
            parts.Add(snapshot.Camera.IsLost ? "camera gone" : Faces(snapshot));
            parts.Add(Text($"{snapshot.FramesPerSecond.Analyzed:0.0} of {snapshot.FramesPerSecond.Captured:0.0} fps"));
        }
        if (snapshot.Microphone.IsOn)
        {
            parts.Add(snapshot.Microphone.IsLost ? "microphone gone" : Voice(snapshot.Speech));
            if (snapshot.Camera.IsOn)
                parts.Add($"sync {(snapshot.Difference is { } difference ? Text($"{difference.TotalMilliseconds:+0;-0;0} ms") : "-")} drift {(snapshot.DriftPpm is { } ppm ? Text($"{ppm:+0;-0;0} ppm") : "-")}");
        }
        if (snapshot.LatencyMs is var (p50, p95))
            parts.Add(Text($"latency p50 {p50:0} p95 {p95:0} ms"));
        parts.Add(Text($"dropped {snapshot.Dropped.Frames} frames {snapshot.Dropped.Chunks} chunks"));
        parts.Add($"quality {snapshot.Level.Name}{(snapshot.LevelReason is { } reason && snapshot.Level.Index > 0 ? $" ({reason})" : "")}");
        return string.Join(" | ", parts);
    }

    private static string Faces(LiveSnapshot snapshot) => snapshot.Faces.Count == 0
        ? "nobody"
        : string.Join(", ", snapshot.Faces.Select(face => Describe(face.Observation)));

    private static string Describe(FaceObservation face) => face.Fused is { } fused
        ? Text($"person {face.Id} {fused.Dominant} {fused.DominantProbability:0%}{(face.IsReliable ? "" : "?")}")
        : Text($"person {face.Id}");

    private static string Voice(SpeechObservation? speech) => speech switch
    {
        null => "voice -",
        { Shared: { } shared } => Text($"voice {shared.Dominant} {shared.DominantProbability:0%} (speech {speech.Presence:0%})"),
        _ => Text($"voice - (speech {speech.Presence:0%})"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
