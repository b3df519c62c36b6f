using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Mien.Analysis;
using Mien.Core;
using Mien.Inference;
using Mien.Synchronization;

namespace Mien.Server.Streaming;

/// <summary>The server's messages (docs/stream-protocol.md), as JSON in UTF-8.</summary>
internal static class StreamMessages
{
    /// <summary>Codes of errors that answer frames.</summary>
    public const string Dropped = "dropped", TooFast = "too_fast", BadFrame = "bad_frame", BadTime = "bad_time", Failed = "failed";

    /// <summary>Codes of notices.</summary>
    public const string BadAudio = "bad_audio", NoSpeechModel = "no_speech_model";

    // Messages are parsed, never put into pages: characters need no more escaping than JSON asks for.
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The answer to <c>start</c>.</summary>
    public static byte[] Ready(string session, StreamStart start, AnalysisModels models, StreamOptions options, QualityLevel level, string? reason) => Write("ready", json =>
    {
        json.WriteString("session", session);
        json.WriteString("version", MienVersion.Current);
        WriteLabels(json, EmotionLabelSet.Shared7);
        WriteModel(json, "faceModel", start.Video is null ? null : models.FaceModel);
        WriteModel(json, "speechModel", start.Audio is null ? null : models.SpeechModel);
        json.WriteStartObject("limits");
        json.WriteNumber("maxFrameBytes", options.MaxFrameBytes);
        json.WriteNumber("maxFramesPerSecond", options.MaxFramesPerSecond);
        json.WriteNumber("maxAudioSeconds", options.MaxAudioChunk.TotalSeconds);
        json.WriteNumber("maxSessionSeconds", options.MaxSessionTime.TotalSeconds);
        json.WriteNumber("idleSeconds", options.IdleTimeout.TotalSeconds);
        json.WriteEndObject();
        json.WriteStartObject("level");
        WriteLevel(json, level, reason);
        json.WriteEndObject();
    });

    /// <summary>What was found in a frame.</summary>
    /// <param name="frame">Its number and time.</param>
    /// <param name="result">What was found.</param>
    /// <param name="withLandmarks">Whether landmarks are wanted.</param>
    /// <param name="sync">How frames and sound go together.</param>
    /// <param name="reason">Why the level is what it is.</param>
    /// <param name="timing">What it took.</param>
    public static byte[] Result(StreamHeader frame, LiveResult result, bool withLandmarks, SynchronizerStatistics sync, string? reason, StreamTiming timing) => Write("result", json =>
    {
        json.WriteNumber("sequence", frame.Sequence);
        json.WriteNumber("time", frame.Microseconds);
        json.WriteStartArray("faces");
        foreach (FaceObservation face in result.Moment.Faces)
            WriteFace(json, face, withLandmarks);
        json.WriteEndArray();
        if (result.Moment.Speech is { } window)
        {
            json.WriteStartObject("speech");
            WriteSpeech(json, window);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("speech");
        }
        json.WriteStartObject("sync");
        WriteNumberOrNull(json, "differenceUs", result.Difference?.TotalMicroseconds);
        WriteNumberOrNull(json, "driftPpm", sync.DriftPpm is { } drift ? Math.Round(drift, 1) : null);
        json.WriteNumber("paired", sync.Video.Paired);
        json.WriteNumber("dropped", sync.Video.Dropped + sync.Audio.Dropped);
        json.WriteEndObject();
        json.WriteStartObject("level");
        WriteLevel(json, result.Level, reason);
        json.WriteEndObject();
        json.WriteBoolean("skipped", result.IsSkipped);
        json.WriteStartObject("timing");
        json.WriteNumber("queueMs", Milliseconds(timing.Queue));
        json.WriteNumber("decodeMs", Milliseconds(timing.Decode));
        json.WriteNumber("detectMs", Milliseconds(result.Timing.Detect));
        json.WriteNumber("readMs", Milliseconds(result.Timing.Read));
        json.WriteNumber("totalMs", Milliseconds(timing.Total));
        json.WriteEndObject();
    });

    /// <summary>Why a frame has no result, or, without a frame, why the connection is about to be closed.</summary>
    public static byte[] Error(uint? sequence, string code, string message) => Write("error", json =>
    {
        if (sequence is { } number)
            json.WriteNumber("sequence", number);
        json.WriteString("code", code);
        json.WriteString("message", message);
    });

    /// <summary>The quality level changed.</summary>
    public static byte[] Level(QualityLevel level, string? reason) => Write("level", json => WriteLevel(json, level, reason));

    /// <summary>Something about the sound.</summary>
    public static byte[] Notice(string code, string message) => Write("notice", json =>
    {
        json.WriteString("code", code);
        json.WriteString("message", message);
    });

    /// <summary>A window of speech of a session without pictures.</summary>
    public static byte[] Speech(SpeechObservation window) => Write("speech", json => WriteSpeech(json, window));

    /// <summary>The last message.</summary>
    public static byte[] End(long frames, long results, long errors) => Write("end", json =>
    {
        json.WriteNumber("frames", frames);
        json.WriteNumber("results", results);
        json.WriteNumber("errors", errors);
    });

    private static byte[] Write(string type, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new(1024);
        using (Utf8JsonWriter json = new(buffer, s_writing))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            write(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteFace(Utf8JsonWriter json, FaceObservation face, bool withLandmarks)
    {
        json.WriteStartObject();
        json.WriteNumber("id", face.Id);
        BoundingBox box = face.Detection.Box;
        json.WriteStartArray("box");
        foreach (float side in (ReadOnlySpan<float>)[box.X, box.Y, box.Width, box.Height])
            json.WriteNumberValue(Math.Round((double)side, 2));
        json.WriteEndArray();
        json.WriteNumber("score", Math.Round((double)face.Detection.Confidence, 4));
        json.WriteString("emotion", face.Fused?.Dominant);
        WriteEstimate(json, "probabilities", face.Face);
        WriteEstimate(json, "smoothed", face.Fused);
        WriteQuality(json, face);
        if (withLandmarks && face.Landmarks is { } landmarks)
        {
            json.WriteStartArray("landmarks");
            foreach (Point2 point in landmarks.Points)
            {
                json.WriteNumberValue(Math.Round((double)point.X, 2));
                json.WriteNumberValue(Math.Round((double)point.Y, 2));
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteQuality(Utf8JsonWriter json, FaceObservation face)
    {
        FaceQuality quality = face.Quality;
        json.WriteStartObject("quality");
        if (quality.Pose is { } pose)
        {
            json.WriteNumber("yaw", Math.Round((double)pose.Yaw, 1));
            json.WriteNumber("pitch", Math.Round((double)pose.Pitch, 1));
            json.WriteNumber("roll", Math.Round((double)pose.Roll, 1));
        }
        json.WriteNumber("size", Math.Round((double)quality.Size, 1));
        json.WriteNumber("blur", Math.Round((double)quality.Blur, 4));
        json.WriteNumber("brightness", Math.Round((double)quality.Brightness, 1));
        if (quality.Occlusion is { } occlusion)
            json.WriteNumber("occlusion", Math.Round((double)occlusion, 4));
        json.WriteNumber("quality", Math.Round((double)quality.Score, 4));
        json.WriteBoolean("reliable", face.IsReliable);
        json.WriteEndObject();
    }

    private static void WriteSpeech(Utf8JsonWriter json, SpeechObservation window)
    {
        json.WriteNumber("presence", Math.Round((double)window.Presence, 4));
        WriteEstimate(json, "probabilities", window.Speech);
        json.WriteNumber("start", window.Start.Microseconds);
        json.WriteNumber("end", window.End.Microseconds);
    }

    private static void WriteEstimate(Utf8JsonWriter json, string name, EmotionEstimate? estimate)
    {
        if (estimate is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        for (int i = 0; i < estimate.Labels.Count; i++)
            json.WriteNumber(estimate.Labels[i], Math.Round((double)estimate.Probabilities[i], 6));
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, string name, ModelIdentity? model)
    {
        if (model is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteString("name", model.Name);
        json.WriteString("version", model.Version);
        WriteLabels(json, model.Spec.Labels);
        if (model.Spec.Audio is { } audio)
            json.WriteNumber("sampleRateHz", audio.SampleRateHz);
        json.WriteEndObject();
    }

    private static void WriteLabels(Utf8JsonWriter json, EmotionLabelSet labels)
    {
        json.WriteStartArray("labels");
        foreach (string label in labels)
            json.WriteStringValue(label);
        json.WriteEndArray();
    }

    private static void WriteLevel(Utf8JsonWriter json, QualityLevel level, string? reason)
    {
        json.WriteNumber("index", level.Index);
        json.WriteString("name", level.Name);
        json.WriteString("reason", reason);
    }

    private static void WriteNumberOrNull(Utf8JsonWriter json, string name, double? number)
    {
        if (number is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 3);
}
