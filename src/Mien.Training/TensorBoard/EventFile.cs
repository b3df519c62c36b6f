using System.Globalization;

namespace Mien.Training.TensorBoard;

/// <summary>
/// A file of events that TensorBoard reads. It reads a folder's files by their names, which begin with the time: each sitting of a run
/// adds a file. A record is written at once, so that a killed run leaves whole ones.
/// </summary>
public sealed class EventFile
{
    private const string Prefix = "events.out.tfevents.";

    private EventFile(string path) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>A folder's files, the oldest first.</summary>
    public static IReadOnlyList<string> In(string folder) =>
        Directory.Exists(folder) ? [.. Directory.GetFiles(folder, Prefix + "*").OrderBy(BegunAt).ThenBy(path => path, StringComparer.Ordinal)] : [];

    /// <summary>Begins a folder's next file.</summary>
    /// <param name="folder">The folder; it is made when absent.</param>
    public static EventFile Begin(string folder)
    {
        Directory.CreateDirectory(folder);
        // After those that are there, also where two sittings begin within a second or a clock was set back.
        long seconds = Math.Max(DateTimeOffset.UtcNow.ToUnixTimeSeconds(), In(folder).Select(BegunAt).DefaultIfEmpty().Max() + 1);
        EventFile file = new(System.IO.Path.Combine(folder, FormattableString.Invariant($"{Prefix}{seconds:0000000000}.{Environment.MachineName}")));
        file.Write(FileMode.CreateNew, TensorBoardEvent.FileVersion(DateTimeOffset.UtcNow));
        return file;
    }

    /// <summary>Adds values.</summary>
    /// <param name="step">The step, counted over the whole run.</param>
    /// <param name="values">The values.</param>
    public void Add(long step, params IEnumerable<SummaryValue> values) => Write(FileMode.Append, TensorBoardEvent.Of(DateTimeOffset.UtcNow, step, values));

    /// <summary>Cuts a file off before the first event that is not to be kept, and before what is damaged.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isKept">Whether an event is kept.</param>
    public static void Trim(string path, Predicate<TensorBoardEvent> isKept)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite);
        long end = 0;
        while (EventRecord.Read(stream) is { } message && isKept(TensorBoardEvent.Parse(message)))
            end = stream.Position;
        if (end < stream.Length)
            stream.SetLength(end);
    }

    private void Write(FileMode mode, byte[] message)
    {
        using FileStream stream = new(Path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);
        stream.Write(EventRecord.Frame(message));
    }

    private static long BegunAt(string path) =>
        long.TryParse(System.IO.Path.GetFileName(path)[Prefix.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) ? seconds : 0;
}
