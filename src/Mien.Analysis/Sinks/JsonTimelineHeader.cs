using System.Text.Json;
using Mien.Core;
using Mien.Inference;

namespace Mien.Analysis;

/// <summary>The part of the JSON output before its rows.</summary>
internal static class JsonTimelineHeader
{
    public static void Write(Utf8JsonWriter writer, TimelineHeader header)
    {
        writer.WriteString("mien", header.MienVersion);
        writer.WriteStartObject("engines");
        foreach ((string name, string version) in header.Engines.OrderBy(engine => engine.Key, StringComparer.Ordinal))
            writer.WriteString(name, version);
        writer.WriteEndObject();
        writer.WriteString("created", header.Created.UtcDateTime);
        WriteInput(writer, header);
        WriteOptions(writer, header.Options);
        writer.WriteStartArray("labels");
        foreach (string label in EmotionLabelSet.Shared7)
            writer.WriteStringValue(label);
        writer.WriteEndArray();
        writer.WriteString("face_detector", header.FaceDetector);
        writer.WriteString("face_landmarks", header.FaceLandmarks);
        writer.WriteStartArray("models");
        foreach (ModelIdentity model in new[] { header.FaceModel, header.SpeechModel }.OfType<ModelIdentity>())
            WriteModel(writer, model);
        writer.WriteEndArray();
        writer.WriteString("fusion", LateFusion.Description);
    }

    private static void WriteInput(Utf8JsonWriter writer, TimelineHeader header)
    {
        writer.WriteStartObject("input");
        writer.WriteString("name", header.Input);
        writer.WriteString("kind", header.Kind.ToString().ToLowerInvariant());
        if (header.Width > 0)
        {
            writer.WriteNumber("width", header.Width);
            writer.WriteNumber("height", header.Height);
        }
        if (header.FramesPerSecond is { } rate)
            writer.WriteNumber("frames_per_second", Math.Round(rate, 4));
        if (header.Duration is { } duration)
            writer.WriteNumber("duration_s", Math.Round(duration.TotalSeconds, 6));
        writer.WriteBoolean("has_audio", header.HasAudio);
        writer.WriteEndObject();
    }

    private static void WriteOptions(Utf8JsonWriter writer, AnalysisOptions options)
    {
        writer.WriteStartObject("options");
        writer.WriteNumber("every_nth_frame", options.EveryNthFrame);
        if (options.FramesPerSecond is { } rate)
            writer.WriteNumber("frames_per_second", rate);
        writer.WriteNumber("detect_every_nth_frame", options.DetectEveryNthFrame);
        writer.WriteNumber("start_s", options.Start.TotalSeconds);
        if (options.Duration is { } duration)
            writer.WriteNumber("duration_s", duration.TotalSeconds);
        writer.WriteNumber("max_faces", options.MaxFaces);
        writer.WriteNumber("speech_window_s", options.SpeechWindow.TotalSeconds);
        writer.WriteNumber("speech_hop_s", options.SpeechHop.TotalSeconds);
        writer.WriteNumber("min_speech_presence", options.MinSpeechPresence);
        writer.WriteNumber("smoothing_time_s", options.SmoothingTime.TotalSeconds);
        writer.WriteNumber("min_quality", options.MinQuality);
        writer.WriteString("low_quality", options.LowQuality.ToString().ToLowerInvariant());
        writer.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter writer, ModelIdentity model)
    {
        writer.WriteStartObject();
        writer.WriteString("task", model.Task);
        writer.WriteString("name", model.Name);
        writer.WriteString("version", model.Version);
        writer.WriteString("license", model.License);
        writer.WriteString("file", model.FileName);
        writer.WriteString("sha256", model.Sha256);
        writer.WriteNumber("held_out_uar", model.Reliability.UnweightedAverageRecall);
        writer.WriteNumber("reliability", Math.Round(model.Reliability.AboveChance, 6));
        writer.WritePropertyName("spec");
        writer.WriteRawValue(model.Spec.ToJson());
        writer.WriteEndObject();
    }
}
