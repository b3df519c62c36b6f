using Mien.Core;
using Mien.Media;

namespace Mien.Analysis;

/// <summary>What is known before the first moment of a timeline.</summary>
public sealed record TimelineHeader
{
    /// <summary>The input as the user named it; the `input` column.</summary>
    public required string Input { get; init; }

    /// <summary>What kind of input it is.</summary>
    public required MediaKind Kind { get; init; }

    /// <summary>Width of the pictures in pixels; 0 without pictures.</summary>
    public int Width { get; init; }

    /// <summary>Height of the pictures in pixels; 0 without pictures.</summary>
    public int Height { get; init; }

    /// <summary>Frames a second as the container states them; null where unknown or without moving pictures.</summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>Length of the analysed part; null where the container does not say.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Time of the analysed part's beginning in the input.</summary>
    public MediaTime Start { get; init; }

    /// <summary>Whether the input has sound.</summary>
    public bool HasAudio { get; init; }

    /// <summary>The model that reads faces; null where none runs.</summary>
    public ModelIdentity? FaceModel { get; init; }

    /// <summary>The model that hears speech; null where none runs.</summary>
    public ModelIdentity? SpeechModel { get; init; }

    /// <summary>What finds the faces; null where none are looked for.</summary>
    public string? FaceDetector { get; init; }

    /// <summary>What finds the 68 landmarks; null where nothing does.</summary>
    public string? FaceLandmarks { get; init; }

    /// <summary>The settings of the run.</summary>
    public required AnalysisOptions Options { get; init; }

    /// <summary>Version of this program.</summary>
    public required string MienVersion { get; init; }

    /// <summary>Versions of the engines below it, by name.</summary>
    public IReadOnlyDictionary<string, string> Engines { get; init; } = new Dictionary<string, string>();

    /// <summary>When the analysis began.</summary>
    public DateTimeOffset Created { get; init; }
}
