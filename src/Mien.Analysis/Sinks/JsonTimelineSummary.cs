using System.Text.Json;
using Mien.Core;

namespace Mien.Analysis;

/// <summary>The part of the JSON output after its rows.</summary>
internal static class JsonTimelineSummary
{
    public static void Write(Utf8JsonWriter writer, TimelineSummary summary)
    {
        writer.WriteStartObject("summary");
        writer.WriteNumber("frames", summary.Frames);
        writer.WriteNumber("frames_with_face", summary.FramesWithFace);
        writer.WriteStartArray("people");
        foreach (PersonSummary person in summary.People)
            WritePerson(writer, person);
        writer.WriteEndArray();
        if (summary.PeopleOmitted > 0)
            writer.WriteNumber("people_omitted", summary.PeopleOmitted);
        if (summary.Speech is { } speech)
        {
            writer.WriteStartObject("speech");
            writer.WriteNumber("windows", speech.Windows);
            writer.WriteNumber("windows_with_speech", speech.WindowsWithSpeech);
            writer.WriteNumber("speech_share", Math.Round(speech.SpeechShare, 6));
            WriteEmotions(writer, speech.Emotions);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void WritePerson(Utf8JsonWriter writer, PersonSummary person)
    {
        writer.WriteStartObject();
        writer.WriteNumber("face_id", person.Id);
        writer.WriteNumber("frames", person.Frames);
        writer.WriteNumber("first_seen_s", person.FirstSeen.Seconds);
        writer.WriteNumber("last_seen_s", person.LastSeen.Seconds);
        writer.WriteNumber("seen_for_s", Math.Round(person.SeenFor.TotalSeconds, 6));
        writer.WriteNumber("mean_quality", Math.Round(person.MeanQuality, 4));
        writer.WriteNumber("reliable_frames", person.ReliableFrames);
        WriteEmotions(writer, person.Emotions);
        writer.WriteNumber("change_count", person.ChangeCount);
        writer.WriteStartArray("changes");
        foreach (EmotionChange change in person.Changes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("time_s", change.Time.Seconds);
            writer.WriteString("from", change.From);
            writer.WriteString("to", change.To);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteEmotions(Utf8JsonWriter writer, EmotionSummary? emotions)
    {
        if (emotions is null)
            return;
        writer.WriteString("dominant_emotion", EmotionLabelSet.Shared7[emotions.DominantIndex]);
        WriteByLabel(writer, "shares", emotions.Shares);
        WriteByLabel(writer, "means", emotions.Means);
    }

    private static void WriteByLabel(Utf8JsonWriter writer, string name, IReadOnlyList<double> values)
    {
        writer.WriteStartObject(name);
        for (int i = 0; i < values.Count; i++)
            writer.WriteNumber(EmotionLabelSet.Shared7[i], Math.Round(values[i], 6));
        writer.WriteEndObject();
    }
}
