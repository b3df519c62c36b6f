using System.Globalization;
using Mien.Core;

namespace Mien.Analysis;

/// <summary>The settings of an analysis. <see cref="Validate"/> says what is wrong with them.</summary>
public sealed record AnalysisOptions
{
    /// <summary>Folder for the outputs, made when absent; null writes none (the timeline still reaches other sinks).</summary>
    public string? OutputDirectory { get; init; }

    /// <summary>What outputs call the input; null for its path.</summary>
    public string? InputName { get; init; }

    /// <summary>Name of the outputs without extension; null for the input's own name without its extension.</summary>
    public string? OutputName { get; init; }

    /// <summary>The files to write.</summary>
    public OutputFormats Formats { get; init; } = OutputFormats.Csv | OutputFormats.Json | OutputFormats.Html;

    /// <summary>Every how manieth frame is analysed, at least 1.</summary>
    public int EveryNthFrame { get; init; } = 1;

    /// <summary>Frames analysed a second of the video, above 0: the first at or after each tick; null for no such limit.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>
    /// Every how manieth analysed frame is searched for faces as a whole, at least 1; in those between, the faces known are
    /// looked for where they are expected, and new ones are noticed later (<see cref="Vision.FaceFollower"/>).
    /// </summary>
    public int DetectEveryNthFrame { get; init; } = 1;

    /// <summary>Where in the input the analysis begins, at least 0.</summary>
    public TimeSpan Start { get; init; }

    /// <summary>How much of the input is analysed, above 0; null for all.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The most faces analysed in a frame, 1..100: the largest ones.</summary>
    public int MaxFaces { get; init; } = 10;

    /// <summary>Whether faces are looked for.</summary>
    public bool AnalyzeFaces { get; init; } = true;

    /// <summary>Whether speech is listened to.</summary>
    public bool AnalyzeSpeech { get; init; } = true;

    /// <summary>Length of a window of speech; 0.5..30 s.</summary>
    public TimeSpan SpeechWindow { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Time from one window of speech to the next; 0.1 s..<see cref="SpeechWindow"/>.</summary>
    public TimeSpan SpeechHop { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Share of a window that must be speech for its emotion to be told, 0..1.</summary>
    public double MinSpeechPresence { get; init; } = 0.15;

    /// <summary>Time constant of the smoothing of each person's emotions (<see cref="EmotionSmoother"/>), 0..10 s; 0 for none.</summary>
    public TimeSpan SmoothingTime { get; init; } = TimeSpan.FromSeconds(0.4);

    /// <summary>Quality of a face from which on its emotion counts as told reliably, 0..1 (<see cref="FaceQuality.Score"/>).</summary>
    public double MinQuality { get; init; } = 0.3;

    /// <summary>What is done with the emotions of faces below <see cref="MinQuality"/>.</summary>
    public LowQualityFaces LowQuality { get; init; }

    /// <summary>Whether tables and JSON hold the 68 landmarks of each face.</summary>
    public bool WriteLandmarks { get; init; }

    /// <summary>Threads of each model's arithmetic, 0..256; 0 chooses by the number of cores.</summary>
    public int Threads { get; init; }

    /// <summary>Checks every value.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="UserErrorException">A value is out of its range; the message names it.</exception>
    public AnalysisOptions Validate()
    {
        Require(EveryNthFrame >= 1, "every", EveryNthFrame, "at least 1");
        Require(FramesPerSecond is null or (> 0 and <= 1000), "fps", FramesPerSecond, "above 0 and at most 1000");
        Require(FramesPerSecond is null || EveryNthFrame == 1, "fps", FramesPerSecond, "left out where every is given: choose one way of sampling");
        Require(DetectEveryNthFrame >= 1, "detect-every", DetectEveryNthFrame, "at least 1");
        Require(Start >= TimeSpan.Zero, "start", Start, "at least 0");
        Require(Duration is null || Duration > TimeSpan.Zero, "duration", Duration, "above 0");
        Require(MaxFaces is >= 1 and <= 100, "max-faces", MaxFaces, "1 to 100");
        Require(AnalyzeFaces || AnalyzeSpeech, "no-face with no-audio", true, "one of them at most: otherwise nothing is left to analyse");
        Require(SpeechWindow >= TimeSpan.FromSeconds(0.5) && SpeechWindow <= TimeSpan.FromSeconds(30), "speech window", SpeechWindow, "0.5 to 30 seconds");
        Require(SpeechHop >= TimeSpan.FromSeconds(0.1) && SpeechHop <= SpeechWindow, "speech hop", SpeechHop, "0.1 seconds to the speech window");
        Require(MinSpeechPresence is >= 0 and <= 1, "least speech presence", MinSpeechPresence, "0 to 1");
        Require(SmoothingTime >= TimeSpan.Zero && SmoothingTime <= TimeSpan.FromSeconds(10), "smoothing", SmoothingTime, "0 to 10 seconds");
        Require(MinQuality is >= 0 and <= 1, "min-quality", MinQuality, "0 to 1");
        Require(Threads is >= 0 and <= 256, "threads", Threads, "0 to 256");
        Require(OutputName is null || (OutputName.Length > 0 && Path.GetFileName(OutputName) == OutputName), "output name", OutputName, "a file name without folders");
        return this;
    }

    private static void Require(bool holds, string name, object? value, string allowed)
    {
        if (!holds)
            throw new UserErrorException(string.Create(CultureInfo.InvariantCulture, $"The setting {name} is {value}, but it must be {allowed}."));
    }
}
