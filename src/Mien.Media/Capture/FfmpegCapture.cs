namespace Mien.Media;

/// <summary>
/// Captures a device or a stream by FFmpeg (<see cref="FfmpegCaptureRun"/>). What a first run teaches about a stream is heeded by a second one
/// that follows at once: that it has no sound, or that it is a recording, which is then read at its own pace.
/// </summary>
internal sealed class FfmpegCapture(CaptureInput input, CaptureOptions options, CaptureClock clock) : ICaptureRun
{
    private bool _lacksSound;
    private bool _isRecording;

    /// <inheritdoc/>
    public async Task<CaptureEnd> RunAsync(CaptureSink sink, Action<string> warn, CancellationToken cancellation)
    {
        while (true)
        {
            bool sound = sink.TakesSound && !(_lacksSound && sink.TakesFrames);
            using FfmpegCaptureRun run = new(input, options, clock, sink, sound, paced: _isRecording);
            CaptureEnd end = await run.ToEndAsync(cancellation);
            if (cancellation.IsCancellationRequested)
                return end;
            if (run.IsUnpacedRecording)
            {
                _isRecording = true;
                continue;
            }
            if (run.LacksSound && sound && sink.TakesFrames)
            {
                _lacksSound = true;
                warn($"{input.Name} has no sound; its pictures are taken alone.");
                continue;
            }
            return end;
        }
    }
}
