using Mien.Core;
using Mien.Reporting;

namespace Mien.Analysis;

/// <summary>
/// Writes the report for people. It keeps of the timeline only what the report shows, in bounded memory: decimated series
/// and a few pictures for the people seen most.
/// </summary>
/// <param name="path">The file to write.</param>
public sealed class HtmlTimelineSink(string path) : ITimelineSink
{
    private const int MaxPeopleKept = 48;
    private const int MaxPeopleShown = 12;

    private readonly Dictionary<int, PersonRecord> _people = [];
    private PartialFile? _file;
    private TimelineHeader? _header;
    private DecimatedSeries? _voice;
    private SpeechObservation? _lastSpeech;
    private MediaTime _first;
    private MediaTime _last;
    private long _moments;

    /// <inheritdoc/>
    public ValueTask BeginAsync(TimelineHeader header, CancellationToken cancellationToken)
    {
        _header = header;
        _file = new PartialFile(path); // Opened now, so that a folder that cannot be written shows before the work.
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(TimelineMoment moment)
    {
        ArgumentNullException.ThrowIfNull(moment);
        if (_moments++ == 0)
            _first = moment.Time;
        _last = moment.Time;
        foreach (FaceObservation face in moment.Faces)
        {
            if (!_people.TryGetValue(face.Id, out PersonRecord? person))
            {
                MakeRoom();
                _people.Add(face.Id, person = new PersonRecord(face.Id, moment.Time));
            }
            person.Add(moment.Time, face, moment.Picture);
        }
        if (moment.Speech is { } speech && !ReferenceEquals(speech, _lastSpeech))
        {
            _lastSpeech = speech;
            _voice ??= new DecimatedSeries(speech.Center, EmotionLabelSet.Shared7.Count);
            _voice.Add(speech.Center, speech.Presence, speech.Shared is { } shared ? shared.Probabilities : []);
        }
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<string?> CompleteAsync(TimelineSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        if (_file is null || _header is null)
            throw new InvalidOperationException("The sink was not begun.");
        TimeSpan step = _moments > 1 ? (_last - _first) / (_moments - 1) : TimeSpan.FromSeconds(0.1);
        Dictionary<int, PersonRecord> shown = summary.People.Where(person => _people.ContainsKey(person.Id)).Take(MaxPeopleShown)
            .ToDictionary(person => person.Id, person => _people[person.Id]);
        AnalysisReport report = ReportComposer.Compose(_header, summary, shown, _voice, step);
        try
        {
            HtmlReportWriter.Write(report, _file.Stream);
        }
        catch (Exception error) when (OutputError.Explain(path, error) is { } explained)
        {
            throw explained;
        }
        _file.Commit();
        return ValueTask.FromResult<string?>(_file.Path);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _file?.Dispose();
        return ValueTask.CompletedTask;
    }

    private void MakeRoom()
    {
        if (_people.Count >= MaxPeopleKept)
            _people.Remove(_people.Values.MinBy(person => person.Series.Count)!.Id);
    }
}
