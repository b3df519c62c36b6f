using Mien.Analysis;
using Mien.Media;
using Mien.Synchronization;

namespace Mien.Cli.Live;

/// <summary>What `mien live` is asked for.</summary>
/// <param name="Selection">The sources.</param>
/// <param name="Capture">How they are captured.</param>
/// <param name="Models">The model files.</param>
/// <param name="Options">The settings of the analysis.</param>
/// <param name="Synchronization">How pictures and sound are brought together.</param>
/// <param name="Quality">The latency to keep; null to stay at full quality.</param>
/// <param name="Output">File or folder to record to; null for none.</param>
/// <param name="Window">Whether to open a window.</param>
/// <param name="Duration">How long; null until it is stopped.</param>
/// <param name="Quiet">Whether to print nothing but errors.</param>
internal sealed record LiveRequest(
    CaptureSelection Selection,
    CaptureOptions Capture,
    AnalysisModelOptions Models,
    LiveOptions Options,
    SynchronizerOptions Synchronization,
    QualityOptions? Quality,
    string? Output,
    bool Window,
    TimeSpan? Duration,
    bool Quiet)
{
    /// <summary>What recordings and the screen call the sources.</summary>
    public string Name => (Selection.Camera?.Name, Selection.IsOneInput ? null : Selection.Microphone?.Name) switch
    {
        ({ } camera, { } microphone) => $"{camera} and {microphone}",
        ({ } camera, null) => camera,
        (null, { } microphone) => microphone,
        _ => "nothing",
    };

    /// <summary>Whether it goes on until somebody stops it, which then is its ordinary end.</summary>
    public bool IsEndless => Duration is null && (Capture.Loop || (Selection.Camera ?? Selection.Microphone) is not { Kind: CaptureKind.File });
}
