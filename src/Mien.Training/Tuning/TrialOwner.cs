using System.Globalization;

namespace Mien.Training.Tuning;

/// <summary>
/// The process that works on a trial: machine, process namespace, number and time of start, so that a number given to another
/// process is not taken for it.
/// </summary>
internal static class TrialOwner
{
    /// <summary>Time without a sign of life after which a process on another machine counts as gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Nobody: the trial waits.</summary>
    public const string Nobody = "nobody";

    /// <summary>This process.</summary>
    public static string Current { get; } = Describe(Environment.ProcessId) ?? throw new PlatformNotSupportedException("/proc is needed to tell processes apart.");

    /// <summary>Whether an owner is alive, as far as this process can see.</summary>
    /// <param name="owner">What <see cref="Current"/> was in that process.</param>
    /// <param name="lastBeat">Its last sign of life, in seconds since 1970.</param>
    public static bool IsAlive(string owner, double lastBeat)
    {
        string[] parts = owner.Split(' ');
        if (parts.Length == 4 && parts[0] == Environment.MachineName && parts[1] == Namespace())
            return Describe(int.Parse(parts[2], CultureInfo.InvariantCulture)) == owner;
        return DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0 - lastBeat < Patience.TotalSeconds;
    }

    /// <summary>A living process in words, or null where there is none of that number.</summary>
    private static string? Describe(int process)
    {
        try
        {
            // The name, in brackets, may hold blanks; after it come the state (field 3) and, as field 22, the time of start.
            string stat = File.ReadAllText($"/proc/{process}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : $"{Environment.MachineName} {Namespace()} {process} {fields[19]}";
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static string Namespace() => File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name ?? "";
}
