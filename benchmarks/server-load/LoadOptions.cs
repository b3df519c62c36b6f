using System.Globalization;

namespace Mien.Benchmarks.ServerLoad;

/// <summary>The command line: a mode, then <c>--name value</c> pairs.</summary>
/// <param name="Mode">capacity or soak.</param>
/// <param name="Width">Width of the frames in pixels.</param>
/// <param name="Height">Height of the frames in pixels.</param>
/// <param name="FramesPerSecond">Frames a second of each session.</param>
/// <param name="Sound">Whether sessions send sound.</param>
/// <param name="RampSeconds">From one session's start to the next one's.</param>
/// <param name="HoldSeconds">How long all sessions are measured together.</param>
/// <param name="Minutes">Length of a soak.</param>
/// <param name="Sessions">Sessions of a soak, or at most so many in a search for the capacity.</param>
/// <param name="SessionSeconds">Length of each session of a soak, before another takes its place.</param>
/// <param name="Url">A server that runs; null starts one.</param>
internal sealed record LoadOptions(
    string Mode, int Width, int Height, double FramesPerSecond, bool Sound, double RampSeconds, double HoldSeconds, double Minutes, int Sessions, double SessionSeconds, string? Url)
{
    /// <summary>Reads the command line.</summary>
    /// <exception cref="ArgumentException">It is wrong; the message says how.</exception>
    public static LoadOptions Parse(string[] arguments)
    {
        LoadOptions options = new(arguments is ["capacity" or "soak", ..] ? arguments[0] : throw new ArgumentException("Say capacity or soak first."), 640, 480, 10, true, 2, 60, 30, 200, 60, null);
        for (int i = 1; i < arguments.Length; i += 2)
        {
            string value = i + 1 < arguments.Length ? arguments[i + 1] : throw new ArgumentException($"{arguments[i]} lacks its value.");
            options = arguments[i] switch
            {
                "--size" => options with { Width = int.Parse(value.Split('x')[0], CultureInfo.InvariantCulture), Height = int.Parse(value.Split('x')[1], CultureInfo.InvariantCulture) },
                "--fps" => options with { FramesPerSecond = Number(value) },
                "--sound" => options with { Sound = value == "yes" },
                "--ramp" => options with { RampSeconds = Number(value) },
                "--hold" => options with { HoldSeconds = Number(value) },
                "--minutes" => options with { Minutes = Number(value) },
                "--sessions" => options with { Sessions = (int)Number(value) },
                "--session-seconds" => options with { SessionSeconds = Number(value) },
                "--url" => options with { Url = value },
                _ => throw new ArgumentException($"{arguments[i]} is unknown."),
            };
        }
        return options;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
