namespace Mien.Analysis;

/// <summary>
/// Sums up a timeline as it passes, in memory that does not grow with its length. A moment lasts until the next one
/// (at most <see cref="LongestMoment"/>, so that a hole in the stream counts for nobody); the last one lasts as long as
/// the one before it. A single picture lasts no time and counts once.
/// </summary>
public sealed class TimelineSummarizer
{
    /// <summary>Changes kept for each person; further ones are only counted.</summary>
    public const int MaxChanges = 200;

    /// <summary>People kept; beyond it the least seen one makes room.</summary>
    public const int MaxPeople = 500;

    private readonly Dictionary<int, PersonAccumulator> _people = [];
    private readonly EmotionAccumulator _voice = new();
    private TimelineMoment? _pending;
    private SpeechObservation? _lastSpeech;
    private TimeSpan _lastDuration;
    private long _frames;
    private long _framesWithFace;
    private long _windows;
    private long _windowsWithSpeech;
    private double _presenceSum;
    private int _peopleOmitted;

    /// <summary>The longest time that one moment can stand for.</summary>
    public static TimeSpan LongestMoment { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Takes the next moment.</summary>
    /// <exception cref="ArgumentException">The moment is before the last one.</exception>
    public void Add(TimelineMoment moment)
    {
        ArgumentNullException.ThrowIfNull(moment);
        if (_pending is { } previous)
        {
            if (moment.Time < previous.Time)
                throw new ArgumentException($"A moment at {moment.Time} came after one at {previous.Time}.", nameof(moment));
            TimeSpan lasted = moment.Time - previous.Time;
            _lastDuration = lasted < LongestMoment ? lasted : LongestMoment;
            AddFaces(previous, _lastDuration);
        }
        _pending = moment with { Picture = null };
        if (moment.FrameIndex is not null)
            _frames++;
        if (moment.Faces.Count > 0)
            _framesWithFace++;
        AddSpeech(moment.Speech);
    }

    /// <summary>The summary of all moments so far. Ends the gathering: call it once.</summary>
    /// <param name="interrupted">Whether the input was not read to its end.</param>
    public TimelineSummary Complete(bool interrupted)
    {
        if (_pending is { } last)
            AddFaces(last, _lastDuration);
        _pending = null;
        PersonSummary[] people = [.. _people.Values.Select(person => person.Summarize()).OrderByDescending(person => person.Frames).ThenBy(person => person.Id)];
        SpeechSummary? speech = _windows > 0 ? new SpeechSummary(_windows, _windowsWithSpeech, _presenceSum / _windows, _voice.Summarize()) : null;
        return new TimelineSummary(_frames, _framesWithFace, people, _peopleOmitted, speech, interrupted);
    }

    private void AddFaces(TimelineMoment moment, TimeSpan lasted)
    {
        // A lone picture lasts no time; it still counts, and alone, so its weight does not matter.
        double weight = lasted > TimeSpan.Zero ? lasted.TotalSeconds : 1e-6;
        foreach (FaceObservation face in moment.Faces)
        {
            if (!_people.TryGetValue(face.Id, out PersonAccumulator? person))
            {
                MakeRoom();
                _people.Add(face.Id, person = new PersonAccumulator(face.Id, moment.Time));
            }
            person.Add(moment.Time, face, lasted, weight);
        }
    }

    private void MakeRoom()
    {
        if (_people.Count < MaxPeople)
            return;
        _people.Remove(_people.Values.MinBy(person => person.Frames)!.Id);
        _peopleOmitted++;
    }

    private void AddSpeech(SpeechObservation? speech)
    {
        // Many frames fall into one window; it counts once. Windows come at even steps, so they weigh the same.
        if (speech is null || ReferenceEquals(speech, _lastSpeech))
            return;
        _lastSpeech = speech;
        _windows++;
        _presenceSum += speech.Presence;
        if (speech.Shared is { } shared)
        {
            _windowsWithSpeech++;
            _voice.Add(shared, 1);
        }
    }
}
