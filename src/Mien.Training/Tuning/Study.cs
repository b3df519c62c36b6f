using System.Text.Json;
using Mien.Core;
using Mien.Data;
using Mien.Interop.Sqlite;

namespace Mien.Training.Tuning;

/// <summary>
/// A search for good settings: trials with their settings and values, in a SQLite file that several processes may share. Every change
/// is one transaction, so a killed process leaves whole trials only; one that was running is taken over by the next process that asks.
/// For one thread at a time.
/// </summary>
public sealed class Study : IDisposable
{
    private const int Format = 1;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly SqliteDatabase _database;

    private Study(string path, SqliteDatabase database, StudyOptions options) => (Path, _database, Options) = (path, database, options);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What is searched.</summary>
    public StudyOptions Options { get; }

    /// <summary>Makes a study, or opens one of the same search.</summary>
    /// <param name="path">The file, or <c>:memory:</c> for a study that is not kept.</param>
    /// <param name="options">What is searched.</param>
    /// <exception cref="UserErrorException">The file is no study, or is one of another search.</exception>
    public static Study Open(string path, StudyOptions options)
    {
        if (path != ":memory:")
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        SqliteDatabase database = SqliteDatabase.Open(path, s_patience);
        try
        {
            database.Transaction(() =>
            {
                database.Run("CREATE TABLE IF NOT EXISTS study (format INTEGER, direction TEXT, metric TEXT, seed INTEGER, space TEXT, fixed_settings TEXT)");
                database.Run("CREATE TABLE IF NOT EXISTS trial (number INTEGER PRIMARY KEY, state TEXT, parameters TEXT, value REAL, owner TEXT, beat REAL, note TEXT)");
                database.Run("CREATE TABLE IF NOT EXISTS report (trial INTEGER, step INTEGER, value REAL, PRIMARY KEY (trial, step))");
                RequireSame(path, database, options);
                return 0;
            });
            return new Study(path, database, options);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>All trials, by number.</summary>
    public IReadOnlyList<Trial> Trials()
    {
        ILookup<long, KeyValuePair<int, double>> reports = _database.Run("SELECT trial, step, value FROM report ORDER BY trial, step")
            .ToLookup(row => (long)row[0]!, row => KeyValuePair.Create((int)(long)row[1]!, (double)row[2]!));
        return [.. _database.Run("SELECT number, state, parameters, value, note FROM trial ORDER BY number").Select(row => new Trial
        {
            Number = (int)(long)row[0]!,
            State = Enum.Parse<TrialState>((string)row[1]!),
            Parameters = JsonSerializer.Deserialize<Dictionary<string, double>>((string)row[2]!)!,
            Value = (double?)row[3],
            Note = (string?)row[4],
            Reports = [.. reports[(long)row[0]!]],
        })];
    }

    /// <summary>Takes over a trial whose process is gone, or begins a new one.</summary>
    /// <param name="sampler">Chooses the settings of a new one.</param>
    /// <param name="limit">Most trials of the whole study, by all processes.</param>
    /// <returns>The trial, now this process's; null where the study has its trials.</returns>
    public Trial? Begin(IParameterSampler sampler, int limit) => _database.Transaction(() =>
    {
        IReadOnlyList<Trial> trials = Trials();
        foreach (object?[] row in _database.Run("SELECT number, owner, beat FROM trial WHERE state = ? ORDER BY number", nameof(TrialState.Running)))
        {
            if (TrialOwner.IsAlive((string)row[1]!, (double)row[2]!))
                continue;
            _database.Run("UPDATE trial SET owner = ?, beat = ? WHERE number = ?", TrialOwner.Current, Now(), row[0]);
            return trials.Single(trial => trial.Number == (long)row[0]!) with { IsTakenOver = true };
        }
        if (trials.Count >= limit)
            return null;
        int number = trials.Count;
        Trial begun = new()
        {
            Number = number,
            State = TrialState.Running,
            Parameters = sampler.Draw(Options.Space, trials, Options.Direction, new SampleRandom(Options.Seed, number)),
        };
        _database.Run(
            "INSERT INTO trial (number, state, parameters, owner, beat) VALUES (?, ?, ?, ?, ?)",
            number, nameof(TrialState.Running), JsonSerializer.Serialize(begun.Parameters), TrialOwner.Current, Now());
        return begun;
    });

    /// <summary>Stores a value on the way, and a sign of life.</summary>
    /// <param name="trial">Number of the trial.</param>
    /// <param name="step">The step, from 1; a step that is done again replaces what was stored.</param>
    /// <param name="value">The value there; not a number where it has none, which is not stored.</param>
    public void Report(int trial, int step, double value) => _database.Transaction(() =>
    {
        if (double.IsFinite(value))
            _database.Run("INSERT OR REPLACE INTO report (trial, step, value) VALUES (?, ?, ?)", trial, step, value);
        _database.Run("UPDATE trial SET beat = ? WHERE number = ?", Now(), trial);
        return 0;
    });

    /// <summary>Stores a sign of life, for those who watch from other machines.</summary>
    /// <param name="trial">Number of the trial.</param>
    public void Beat(int trial) => _database.Run("UPDATE trial SET beat = ? WHERE number = ?", Now(), trial);

    /// <summary>Ends a trial with its value; one that is not a number fails it.</summary>
    public void Complete(int trial, double value)
    {
        if (double.IsFinite(value))
            End(trial, TrialState.Completed, value, null);
        else
            Fail(trial, "its value is not a number");
    }

    /// <summary>Gives a trial up early.</summary>
    public void Prune(int trial) => End(trial, TrialState.Pruned, null, null);

    /// <summary>Ends a trial that could not be measured.</summary>
    public void Fail(int trial, string reason) => End(trial, TrialState.Failed, null, reason);

    /// <summary>Hands a running trial back, so that any process, this one too, can take it over.</summary>
    public void Release(int trial) => _database.Run(
        "UPDATE trial SET owner = ?, beat = 0 WHERE number = ? AND owner = ? AND state = ?", TrialOwner.Nobody, trial, TrialOwner.Current, nameof(TrialState.Running));

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    // A trial that another process took over while this one seemed gone is that one's to end.
    private void End(int trial, TrialState state, double? value, string? note) =>
        _database.Run("UPDATE trial SET state = ?, value = ?, note = ?, beat = ? WHERE number = ? AND owner = ?", state.ToString(), value, note, Now(), trial, TrialOwner.Current);

    private static double Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;

    private static void RequireSame(string path, SqliteDatabase database, StudyOptions options)
    {
        IReadOnlyList<object?[]> stored = database.Run("SELECT format, direction, metric, seed, space, fixed_settings FROM study");
        object?[] own = [(long)Format, options.Direction.ToString(), options.Metric, options.Seed, options.Space.ToJson(), options.FixedSettings];
        if (stored.Count == 0)
        {
            database.Run("INSERT INTO study VALUES (?, ?, ?, ?, ?, ?)", own);
            return;
        }
        string[] names = ["version of the file", "direction", "metric", "seed", "search space", "settings that are not varied"];
        for (int field = 0; field < names.Length; field++)
            if (!Equals(stored[0][field], own[field]))
                throw new UserErrorException($"The study {path} was begun with another {names[field]}{Difference(stored[0][field], own[field])}; set it back, or name another file with --study.");
    }

    private static string Difference(object? stored, object? own)
    {
        string[] before = $"{stored}".Split('\n'), now = $"{own}".Split('\n');
        int line = Enumerable.Range(0, Math.Max(before.Length, now.Length)).First(index => before.ElementAtOrDefault(index) != now.ElementAtOrDefault(index));
        return $": {before.ElementAtOrDefault(line)?.Trim() ?? "nothing"} there, {now.ElementAtOrDefault(line)?.Trim() ?? "nothing"} now";
    }
}
