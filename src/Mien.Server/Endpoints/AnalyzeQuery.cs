using System.ComponentModel;
using Mien.Analysis;

namespace Mien.Server.Endpoints;

/// <summary>The settings that a caller may give an analysis, as query parameters.</summary>
internal sealed record AnalyzeQuery
{
    [Description("Analyse every nth frame.")]
    public int? Every { get; init; }

    [Description("Analyse at most so many frames a second.")]
    public double? Fps { get; init; }

    [Description("Search every nth analysed frame as a whole for faces, and those between only where faces are expected.")]
    public int? DetectEvery { get; init; }

    [Description("Begin here, in seconds.")]
    public double? Start { get; init; }

    [Description("Analyse only so many seconds.")]
    public double? Duration { get; init; }

    [Description("At most the n largest faces of a frame.")]
    public int? MaxFaces { get; init; }

    [Description("Emotions of faces of a lower quality, 0 to 1, are marked as not reliable.")]
    public double? MinQuality { get; init; }

    [Description("Leave the emotions of such faces out.")]
    public bool? Withhold { get; init; }

    [Description("Also the 68 landmarks of each face.")]
    public bool? Landmarks { get; init; }

    [Description("Do not look for faces.")]
    public bool? NoFace { get; init; }

    [Description("Do not listen to speech.")]
    public bool? NoAudio { get; init; }

    [Description("How many seconds to wait for the result before the answer is a job to ask for later, 0 to 600.")]
    public double? Wait { get; init; }

    /// <summary>The settings.</summary>
    /// <exception cref="Core.UserErrorException">One is out of its range.</exception>
    public AnalysisOptions ToOptions()
    {
        AnalysisOptions defaults = new();
        return new AnalysisOptions
        {
            EveryNthFrame = Every ?? defaults.EveryNthFrame,
            FramesPerSecond = Fps,
            DetectEveryNthFrame = DetectEvery ?? defaults.DetectEveryNthFrame,
            Start = Seconds(Start, "start") ?? defaults.Start,
            Duration = Seconds(Duration, "duration"),
            MaxFaces = MaxFaces ?? defaults.MaxFaces,
            MinQuality = MinQuality ?? defaults.MinQuality,
            LowQuality = Withhold == true ? LowQualityFaces.Withhold : LowQualityFaces.Mark,
            WriteLandmarks = Landmarks == true,
            AnalyzeFaces = NoFace != true,
            AnalyzeSpeech = NoAudio != true,
        }.Validate();
    }

    /// <summary>How long to wait for the result.</summary>
    /// <exception cref="Core.UserErrorException">It is out of its range.</exception>
    public TimeSpan ToWait(TimeSpan usual) => Seconds(Wait, "wait") is not { } wait ? usual
        : wait >= TimeSpan.Zero && wait <= TimeSpan.FromMinutes(10) ? wait
        : throw new Core.UserErrorException("The setting wait must be 0 to 600 seconds.");

    private static TimeSpan? Seconds(double? value, string name) => value is null ? null
        : Math.Abs(value.Value) < 1e8 ? TimeSpan.FromSeconds(value.Value) // false for NaN
        : throw new Core.UserErrorException($"The setting {name} must be a number of seconds.");
}
