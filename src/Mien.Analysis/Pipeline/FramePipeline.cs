using System.Threading.Channels;
using Mien.Core;
using Mien.Media;
using Mien.Vision;

namespace Mien.Analysis;

/// <summary>
/// Analyses pictures: stages that run at the same time, joined by channels that hold a few frames, so that memory does
/// not depend on the input's length and a slow stage slows the decoder down (nothing is dropped):
/// <code>
/// decode -> detect and track -> landmarks, quality and emotion -> fuse, smooth, write
///                 sound -> windows of speech ----------^
/// </code>
/// Serves one input.
/// </summary>
internal sealed class FramePipeline(IMediaSource source, AnalysisModels models, AnalysisOptions options, MomentWriter output)
{
    private const int FramesBetweenStages = 4;
    private const int WindowsAhead = 16;

    private readonly Channel<PipelineFrame> _decoded = NewChannel<PipelineFrame>(FramesBetweenStages);
    private readonly Channel<PipelineFrame> _detected = NewChannel<PipelineFrame>(FramesBetweenStages);
    private readonly Channel<PipelineFrame> _classified = NewChannel<PipelineFrame>(FramesBetweenStages);
    private readonly Channel<SpeechObservation> _windows = NewChannel<SpeechObservation>(WindowsAhead);

    /// <summary>Runs to the input's end.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; what was written by then is whole.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using StageGroup stages = new(cancellationToken);
        using CancellationTokenSource soundNoLongerNeeded = CancellationTokenSource.CreateLinkedTokenSource(stages.Token);
        _ = stages.Start(_decoded.Writer, DecodeAsync);
        _ = stages.Start(_detected.Writer, DetectAsync);
        _ = stages.Start(_classified.Writer, ClassifyAsync);
        _ = stages.Start(_windows.Writer, _ => ListenAsync(soundNoLongerNeeded.Token, stages.Token));
        _ = stages.Start(async token =>
        {
            await PublishAsync(token);
            await soundNoLongerNeeded.CancelAsync();
        });
        try
        {
            await stages.CompleteAsync(cancellationToken);
        }
        finally
        {
            foreach (Channel<PipelineFrame> channel in new[] { _decoded, _detected, _classified })
            {
                while (channel.Reader.TryRead(out PipelineFrame? frame))
                    frame.Dispose();
            }
        }
    }

    private async Task DecodeAsync(CancellationToken cancellationToken)
    {
        await foreach (VideoFrame picture in source.ReadFramesAsync(cancellationToken).WithCancellation(cancellationToken))
            await PassOnAsync(new PipelineFrame(picture), _decoded.Writer, cancellationToken);
    }

    private async Task DetectAsync(CancellationToken cancellationToken)
    {
        FaceFollower? follower = models.FaceDetector is { } detector ? new FaceFollower(detector, TrackerOptions(source.Info), options.DetectEveryNthFrame) : null;
        await foreach (PipelineFrame frame in _decoded.Reader.ReadAllAsync(cancellationToken))
        {
            await PassOnAsync(frame, _detected.Writer, cancellationToken, () =>
            {
                frame.TakeLargest(follower?.Follow(frame.Picture) ?? [], options.MaxFaces);
            });
        }
    }

    /// <summary>Takes what has gathered, up to a few frames: the network reads their faces faster together.</summary>
    private async Task ClassifyAsync(CancellationToken cancellationToken)
    {
        FaceReader reader = new(models.FaceLandmarks);
        Queue<PipelineFrame> held = new(FramesBetweenStages);
        try
        {
            while (await _detected.Reader.WaitToReadAsync(cancellationToken))
            {
                while (held.Count < FramesBetweenStages && _detected.Reader.TryRead(out PipelineFrame? frame))
                    held.Enqueue(frame);
                reader.Read([.. held], models.FaceClassifier);
                for (; held.TryPeek(out PipelineFrame? frame); held.Dequeue())
                    await _classified.Writer.WriteAsync(frame, cancellationToken);
            }
        }
        finally
        {
            foreach (PipelineFrame frame in held)
                frame.Dispose();
        }
    }

    private async Task ListenAsync(CancellationToken soundNoLongerNeeded, CancellationToken stop)
    {
        if (models.SpeechAnalyzer is not { } analyzer || !options.AnalyzeSpeech || source.Info.Audio is null)
            return;
        try
        {
            await foreach (SpeechObservation window in analyzer.AnalyzeAsync(source, options, soundNoLongerNeeded))
                await _windows.Writer.WriteAsync(window, soundNoLongerNeeded);
        }
        catch (OperationCanceledException) when (soundNoLongerNeeded.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            // The pictures ended before the sound; there is no frame left to give it to.
        }
        catch (UserErrorException error)
        {
            output.Warn($"The sound is left out: {error.Message}");
        }
    }

    private async Task PublishAsync(CancellationToken cancellationToken)
    {
        SpeechCursor speech = new(_windows.Reader);
        MomentFuser fuser = new(models.Fusion, options);
        await foreach (PipelineFrame frame in _classified.Reader.ReadAllAsync(cancellationToken))
        {
            using (frame)
            {
                SpeechObservation? window = await speech.AtAsync(frame.Picture.Time, cancellationToken);
                await output.WriteAsync(fuser.Fuse(frame, window));
            }
        }
    }

    /// <summary>Works on a frame and hands it to the next stage; whatever goes wrong, the frame is not leaked.</summary>
    private static async ValueTask PassOnAsync(PipelineFrame frame, ChannelWriter<PipelineFrame> next, CancellationToken cancellationToken, Action? work = null)
    {
        try
        {
            work?.Invoke();
            await next.WriteAsync(frame, cancellationToken);
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    /// <summary>A single picture offers no second look that could confirm a face.</summary>
    private static FaceTrackerOptions TrackerOptions(MediaInfo info) =>
        info.Kind == MediaKind.Image ? new FaceTrackerOptions { ConfirmationHits = 1 } : new FaceTrackerOptions();

    private static Channel<T> NewChannel<T>(int capacity) =>
        Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });
}
