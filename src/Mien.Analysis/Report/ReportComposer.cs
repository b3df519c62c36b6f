using System.Globalization;
using Mien.Core;
using Mien.Inference;
using Mien.Media;
using Mien.Reporting;

namespace Mien.Analysis;

/// <summary>Puts a timeline's summary and what was kept of it into a report's words.</summary>
internal static class ReportComposer
{
    private const int PicturesPerPerson = 6;

    private static readonly EmotionLabelSet s_labels = EmotionLabelSet.Shared7;

    /// <summary>Composes a report.</summary>
    /// <param name="header">The input and the models.</param>
    /// <param name="summary">The whole timeline in numbers.</param>
    /// <param name="records">What was kept of the people to show.</param>
    /// <param name="voice">What was kept of the voice; null without sound.</param>
    /// <param name="step">Usual time between analysed moments.</param>
    public static AnalysisReport Compose(
        TimelineHeader header, TimelineSummary summary, IReadOnlyDictionary<int, PersonRecord> records, DecimatedSeries? voice, TimeSpan step)
    {
        PersonSummary[] shown = [.. summary.People.Where(person => records.ContainsKey(person.Id))];
        return new AnalysisReport
        {
            InputName = Path.GetFileName(header.Input),
            Emotions = [.. s_labels],
            Facts = [.. Facts(header, summary)],
            People = [.. shown.Select(person => Describe(person, records[person.Id], header, step))],
            FacesLookedFor = header.FaceDetector is not null,
            PeopleNotShown = summary.People.Count - shown.Length + summary.PeopleOmitted,
            Voice = summary.Speech is { } speech ? Describe(speech, voice, header.Options.SpeechHop) : null,
            Method = [.. Method(header)],
            Notices = summary.Interrupted ? ["The analysis was interrupted; what follows covers only the part that was analysed."] : [],
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> Facts(TimelineHeader header, TimelineSummary summary)
    {
        yield return new("Input", header.Input);
        string size = header.Width > 0 ? Text($", {header.Width} x {header.Height} pixels") : "";
        string rate = header.FramesPerSecond is { } fps ? Text($", {fps:0.##} frames a second") : "";
        string length = header.Duration is { } duration ? Text($", {duration.TotalSeconds:0.0} s") : "";
        yield return new("Kind", header.Kind.ToString().ToLowerInvariant() + size + rate + length);
        int people = summary.People.Count + summary.PeopleOmitted;
        if (summary.Frames > 0 && header.Kind == MediaKind.Video)
            yield return new("Analysed", Text($"{summary.Frames} frames, a face in {(double)summary.FramesWithFace / summary.Frames:0.0%} of them; {people} {(people == 1 ? "person" : "people")}"));
        if (header.FaceModel is { } face)
            yield return new("Face model", Describe(face));
        if (header.SpeechModel is { } speech)
            yield return new("Speech model", Describe(speech));
        if (header.FaceDetector is { } detector)
            yield return new("Face detector", detector);
        if (header.FaceLandmarks is { } landmarks)
            yield return new("Landmarks", landmarks);
        yield return new("Made by", Text($"Mien {header.MienVersion.Split('+')[0]}, {header.Created.UtcDateTime:yyyy-MM-dd HH:mm} UTC"));
    }

    private static string Describe(ModelIdentity model) => Text(
        $"{model.Name} {model.Version}: {model.Reliability.UnweightedAverageRecall:0%} mean recall on people it was not trained on, {1.0 / model.Reliability.LabelCount:0%} would be chance; licence {model.License}");

    private static ReportPerson Describe(PersonSummary person, PersonRecord record, TimelineHeader header, TimeSpan step)
    {
        bool picture = header.Kind == MediaKind.Image;
        string quality = Text($"picture quality {person.MeanQuality:0%}");
        if (person.ReliableFrames < person.Frames)
            quality += Text($"; too poor to tell an emotion reliably in {(double)(person.Frames - person.ReliableFrames) / person.Frames:0%} of the frames");
        return new ReportPerson
        {
            Id = person.Id,
            Seen = picture ? $"Seen in the picture, {quality}." : Text(
                $"Seen for {person.SeenFor.TotalSeconds:0.0} s between {person.FirstSeen.Seconds:0.0} s and {person.LastSeen.Seconds:0.0} s, in {person.Frames} frames, {quality}."),
            Shares = person.Emotions?.Shares ?? [],
            Means = person.Emotions?.Means ?? [],
            Timeline = picture || person.Emotions is null ? [] : record.Series.ToPoints(step),
            Changes = [.. Changes(person)],
            KeyFrames = [.. record.KeyFrames.OrderByDescending(frame => frame.Score).Take(PicturesPerPerson).OrderBy(frame => frame.Time)
                .Select(frame => new ReportPicture(frame.Jpeg, PersonRecord.PictureSide, PersonRecord.PictureSide, Caption(person.Id, frame, picture)))],
        };
    }

    private static IEnumerable<string> Changes(PersonSummary person)
    {
        const int shown = 30;
        foreach (EmotionChange change in person.Changes.Take(shown))
            yield return Text($"At {change.Time.Seconds:0.0} s from {change.From} to {change.To}.");
        if (person.ChangeCount > shown)
            yield return Text($"And {person.ChangeCount - shown} more.");
    }

    private static string Caption(int person, KeyFrame frame, bool picture)
    {
        string time = picture ? "" : Text($" at {frame.Time.Seconds:0.0} s");
        string emotion = frame.Emotion >= 0 ? Text($": {s_labels[frame.Emotion]} {frame.Probability:0%}") : "";
        return Text($"Person {person}{time}{emotion}");
    }

    private static ReportVoice Describe(SpeechSummary speech, DecimatedSeries? series, TimeSpan hop) => new()
    {
        Heard = speech.WindowsWithSpeech > 0
            ? Text($"About {speech.SpeechShare:0%} of the sound is speech; emotion was told in {speech.WindowsWithSpeech} of {speech.Windows} windows.")
            : "No speech was heard.",
        Shares = speech.Emotions?.Shares ?? [],
        Means = speech.Emotions?.Means ?? [],
        Timeline = series?.ToPoints(hop) ?? [],
    };

    private static IEnumerable<string> Method(TimelineHeader header)
    {
        if (header.FaceModel is not null && header.SpeechModel is not null && header.HasAudio)
            yield return $"Face and voice are joined by a {LateFusion.Description}.";
        if (header.Kind == MediaKind.Video && header.Options.SmoothingTime > TimeSpan.Zero)
            yield return Text($"Each person's emotions are smoothed by an exponential moving average with a time constant of {header.Options.SmoothingTime.TotalSeconds:0.##} s.");
        if (header.SpeechModel is not null && header.HasAudio)
            yield return Text($"Speech is heard in windows of {header.Options.SpeechWindow.TotalSeconds:0.##} s, one every {header.Options.SpeechHop.TotalSeconds:0.##} s; windows with less than {header.Options.MinSpeechPresence:0%} speech are left out.");
        yield return "Quality of a picture is the geometric mean of the detector's confidence, the face's size, sharpness and exposure, each from 0 to 1"
            + (header.FaceLandmarks is null ? "." : ", times how far the face is turned to the camera and how much of it is in sight.");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
