using System.Globalization;
using System.Text;
using Mien.Core;
using Mien.Inference;

namespace Mien.Analysis;

/// <summary>
/// Writes a timeline as CSV (RFC 4180: commas, CRLF, quotes where needed; UTF-8 without a mark; the numbers' decimal sign is
/// a point everywhere). One row for each face and analysed frame; one row with empty face fields where no face is seen; for
/// sound without pictures one row for each window, with an empty frame number. Columns:
/// <list type="bullet">
/// <item>input: the input as named; frame: its number in the stream; time_s: presentation time in seconds (the middle of a window of sound).</item>
/// <item>face_id, face_confidence, x, y, width, height (pixels): <see cref="FaceObservation"/>; yaw, pitch, roll (degrees), size, blur,
/// brightness, occlusion, quality: <see cref="FaceQuality"/>; reliable: 1 where the quality suffices to tell an emotion, else 0.</item>
/// <item>the shared seven labels: fused and smoothed probabilities, 0..1; then the greatest of them by name and value.
/// In a row without a face they are the voice's alone.</item>
/// <item>face_...: the face model's own labels for this frame alone; speech_...: the speech model's for the window around it.
/// Empty where the modality is absent; the columns of a model that does not run are left out.</item>
/// <item>landmark_..._x, landmark_..._y: the 68 landmarks in pixels, where they are asked for.</item>
/// </list>
/// Rows go to `name.csv.part`, at least once a second, and the file gets its name at the end or on interruption.
/// </summary>
/// <param name="path">The file to write.</param>
public sealed class CsvTimelineSink(string path) : ITimelineSink
{
    private readonly StringBuilder _row = new();
    private readonly FlushPace _pace = new();
    private PartialFile? _file;
    private StreamWriter? _writer;
    private string _input = "";
    private int _faceLabels;
    private int _speechLabels;
    private bool _withLandmarks;

    /// <inheritdoc/>
    public ValueTask BeginAsync(TimelineHeader header, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(header);
        _file = new PartialFile(path);
        _writer = new StreamWriter(_file.Stream, new UTF8Encoding(false), 16 * 1024, leaveOpen: true);
        _input = Quote(header.Input);
        _faceLabels = header.FaceModel?.Spec.Labels.Count ?? 0;
        _withLandmarks = header.Options.WriteLandmarks;
        _speechLabels = header.SpeechModel?.Spec.Labels.Count ?? 0;
        _row.AppendJoin(',', TimelineColumns.For(header).Select(Quote));
        WriteRow();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(TimelineMoment moment)
    {
        ArgumentNullException.ThrowIfNull(moment);
        if (moment.Faces.Count == 0)
            WriteFaceRow(moment, null);
        foreach (FaceObservation face in moment.Faces)
            WriteFaceRow(moment, face);
        if (_pace.IsDue())
            Flush(_writer!);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<string?> CompleteAsync(TimelineSummary summary)
    {
        if (_file is null || _writer is null)
            throw new InvalidOperationException("The sink was not begun.");
        Flush(_writer);
        _file.Commit();
        return ValueTask.FromResult<string?>(_file.Path);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        // The writer is left undisposed: it would try to flush into a file that is being abandoned.
        _file?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A field as RFC 4180 wants it: in quotes, with its quotes doubled, where it holds a comma, quote or line break.</summary>
    public static string Quote(string field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private void WriteFaceRow(TimelineMoment moment, FaceObservation? face)
    {
        _row.Append(_input).Append(',');
        _row.Append(CultureInfo.InvariantCulture, $"{moment.FrameIndex},{moment.Time.Seconds:F6},");
        if (face is not null)
        {
            BoundingBox box = face.Detection.Box;
            _row.Append(CultureInfo.InvariantCulture,
                $"{face.Id},{face.Detection.Confidence:F4},{box.X:F2},{box.Y:F2},{box.Width:F2},{box.Height:F2},");
            AppendQuality(face);
        }
        else
        {
            _row.Append(',', 14);
        }
        EmotionEstimate? fused = face is not null ? face.Fused : moment.Speech?.Shared;
        AppendProbabilities(fused, EmotionLabelSet.Shared7.Count);
        if (fused is not null)
            _row.Append(CultureInfo.InvariantCulture, $",{fused.Dominant},{fused.DominantProbability:F6}");
        else
            _row.Append(',', 2);
        AppendProbabilities(face?.Face, _faceLabels);
        AppendProbabilities(moment.Speech?.Speech, _speechLabels);
        if (_withLandmarks)
            AppendLandmarks(face?.Landmarks);
        WriteRow();
    }

    private void AppendQuality(FaceObservation face)
    {
        FaceQuality quality = face.Quality;
        if (quality.Pose is { } pose)
            _row.Append(CultureInfo.InvariantCulture, $"{pose.Yaw:F1},{pose.Pitch:F1},{pose.Roll:F1},");
        else
            _row.Append(',', 3);
        _row.Append(CultureInfo.InvariantCulture, $"{quality.Size:F1},{quality.Blur:F4},{quality.Brightness:F1},{quality.Occlusion:F4},{quality.Score:F4},{(face.IsReliable ? 1 : 0)}");
    }

    private void AppendLandmarks(FaceLandmarks68? landmarks)
    {
        if (landmarks is null)
        {
            _row.Append(',', 2 * FaceLandmarks68.Count);
            return;
        }
        foreach (Point2 point in landmarks.Points)
            _row.Append(CultureInfo.InvariantCulture, $",{point.X:F2},{point.Y:F2}");
    }

    private void AppendProbabilities(EmotionEstimate? estimate, int count)
    {
        if (estimate is null)
        {
            _row.Append(',', count);
            return;
        }
        foreach (float probability in estimate.Probabilities)
            _row.Append(CultureInfo.InvariantCulture, $",{probability:F6}");
    }

    private void WriteRow()
    {
        _row.Append("\r\n");
        try
        {
            _writer!.Write(_row);
        }
        catch (Exception error) when (OutputError.Explain(path, error) is { } explained)
        {
            throw explained;
        }
        _row.Clear();
    }

    private void Flush(StreamWriter writer)
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
