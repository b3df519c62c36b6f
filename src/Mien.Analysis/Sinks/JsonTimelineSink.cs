using System.Text.Encodings.Web;
using System.Text.Json;
using Mien.Core;
using Mien.Inference;

namespace Mien.Analysis;

/// <summary>
/// Writes a timeline as JSON, as a stream: memory does not grow with the number of rows. Members, in this order:
/// <c>schema</c>, <c>mien</c> (version), <c>engines</c>, <c>created</c>, <c>input</c>, <c>options</c>, <c>labels</c>,
/// <c>face_detector</c>, <c>face_landmarks</c>, <c>models</c> (identity, labels, reliability and preprocessing spec of each), <c>fusion</c>,
/// <c>rows</c> (as in <see cref="CsvTimelineSink"/>, absent values left out), <c>summary</c>, <c>interrupted</c>.
/// </summary>
/// <param name="path">The file to write.</param>
public sealed class JsonTimelineSink(string path) : ITimelineSink
{
    /// <summary>Name and version of the layout.</summary>
    public const string Schema = "mien.analysis/1";

    private const int FlushThresholdBytes = 32 * 1024;

    private readonly FlushPace _pace = new();
    private PartialFile? _file;
    private Utf8JsonWriter? _writer;
    private bool _withLandmarks;

    /// <inheritdoc/>
    public ValueTask BeginAsync(TimelineHeader header, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(header);
        _file = new PartialFile(path);
        _writer = new Utf8JsonWriter(_file.Stream, new JsonWriterOptions { Indented = false, Encoder = JavaScriptEncoder.Default });
        _withLandmarks = header.Options.WriteLandmarks;
        _writer.WriteStartObject();
        _writer.WriteString("schema", Schema);
        JsonTimelineHeader.Write(_writer, header);
        _writer.WriteStartArray("rows");
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(TimelineMoment moment)
    {
        ArgumentNullException.ThrowIfNull(moment);
        Utf8JsonWriter writer = Writer;
        if (moment.Faces.Count == 0)
            WriteRow(writer, moment, null);
        foreach (FaceObservation face in moment.Faces)
            WriteRow(writer, moment, face);
        if (_pace.IsDue() || writer.BytesPending > FlushThresholdBytes)
            Flush(writer);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<string?> CompleteAsync(TimelineSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        Utf8JsonWriter writer = Writer;
        writer.WriteEndArray();
        JsonTimelineSummary.Write(writer, summary);
        writer.WriteBoolean("interrupted", summary.Interrupted);
        writer.WriteEndObject();
        Flush(writer);
        _file!.Commit();
        return ValueTask.FromResult<string?>(_file.Path);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // The writer is left undisposed: it would try to flush into a file that is being abandoned.
        _file?.Dispose();
        return ValueTask.CompletedTask;
    }

    private Utf8JsonWriter Writer => _writer ?? throw new InvalidOperationException("The sink was not begun.");

    private void WriteRow(Utf8JsonWriter writer, TimelineMoment moment, FaceObservation? face)
    {
        writer.WriteStartObject();
        if (moment.FrameIndex is { } frame)
            writer.WriteNumber("frame", frame);
        writer.WriteNumber("time_s", moment.Time.Seconds);
        if (face is not null)
        {
            BoundingBox box = face.Detection.Box;
            writer.WriteNumber("face_id", face.Id);
            writer.WriteNumber("face_confidence", Round(face.Detection.Confidence, 4));
            writer.WriteNumber("x", Round(box.X, 2));
            writer.WriteNumber("y", Round(box.Y, 2));
            writer.WriteNumber("width", Round(box.Width, 2));
            writer.WriteNumber("height", Round(box.Height, 2));
            WriteQuality(writer, face);
            if (_withLandmarks && face.Landmarks is { } landmarks)
                WriteLandmarks(writer, landmarks);
        }
        if ((face is not null ? face.Fused : moment.Speech?.Shared) is { } fused)
        {
            WriteEstimate(writer, "emotions", fused);
            writer.WriteString("dominant_emotion", fused.Dominant);
            writer.WriteNumber("dominant_probability", Round(fused.DominantProbability, 6));
        }
        if (face?.Face is { } own)
            WriteEstimate(writer, "face", own);
        if (moment.Speech is { } window)
        {
            writer.WriteStartObject("speech_window");
            writer.WriteNumber("start_s", window.Start.Seconds);
            writer.WriteNumber("end_s", window.End.Seconds);
            writer.WriteNumber("presence", Round(window.Presence, 4));
            writer.WriteEndObject();
        }
        if (moment.Speech?.Speech is { } speech)
            WriteEstimate(writer, "speech", speech);
        writer.WriteEndObject();
    }

    private static void WriteQuality(Utf8JsonWriter writer, FaceObservation face)
    {
        FaceQuality quality = face.Quality;
        if (quality.Pose is { } pose)
        {
            writer.WriteNumber("yaw", Round(pose.Yaw, 1));
            writer.WriteNumber("pitch", Round(pose.Pitch, 1));
            writer.WriteNumber("roll", Round(pose.Roll, 1));
        }
        writer.WriteNumber("size", Round(quality.Size, 1));
        writer.WriteNumber("blur", Round(quality.Blur, 4));
        writer.WriteNumber("brightness", Round(quality.Brightness, 1));
        if (quality.Occlusion is { } occlusion)
            writer.WriteNumber("occlusion", Round(occlusion, 4));
        writer.WriteNumber("quality", Round(quality.Score, 4));
        writer.WriteBoolean("reliable", face.IsReliable);
    }

    private static void WriteLandmarks(Utf8JsonWriter writer, FaceLandmarks68 landmarks)
    {
        writer.WriteStartArray("landmarks");
        foreach (Point2 point in landmarks.Points)
        {
            writer.WriteNumberValue(Round(point.X, 2));
            writer.WriteNumberValue(Round(point.Y, 2));
        }
        writer.WriteEndArray();
    }

    private static void WriteEstimate(Utf8JsonWriter writer, string name, EmotionEstimate estimate)
    {
        writer.WriteStartObject(name);
        for (int i = 0; i < estimate.Labels.Count; i++)
            writer.WriteNumber(estimate.Labels[i], Round(estimate.Probabilities[i], 6));
        writer.WriteEndObject();
    }

    private static double Round(double value, int digits) => Math.Round(value, digits);

    private void Flush(Utf8JsonWriter writer)
    {
        try
        {
            writer.Flush();
        }
        catch (Exception error) when (OutputError.Explain(path, error) is { } explained)
        {
            throw explained;
        }
    }
}
