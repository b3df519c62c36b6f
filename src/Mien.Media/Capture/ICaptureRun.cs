namespace Mien.Media;

/// <summary>Opens a source and captures until it ends; may be run again.</summary>
internal interface ICaptureRun
{
    /// <summary>Captures into the sink until the source ends, is silent for too long, or the token is cancelled.</summary>
    /// <param name="sink">Takes what comes.</param>
    /// <param name="warn">Hears what is amiss without ending the run, each one sentence.</param>
    /// <param name="cancellation">Ends the run; that is no failure.</param>
    Task<CaptureEnd> RunAsync(CaptureSink sink, Action<string> warn, CancellationToken cancellation);
}
