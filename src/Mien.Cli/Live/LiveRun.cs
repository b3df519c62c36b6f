using System.Globalization;
using Mien.Analysis;
using Mien.Cli.Analyzing;
using Mien.Cli.Invocation;
using Mien.Core;
using Mien.Interop.OpenCv;
using Mien.Media;

namespace Mien.Cli.Live;

/// <summary>One live analysis, from the first frame to the last file.</summary>
internal sealed class LiveRun(Terminal terminal, LiveRequest request)
{
    /// <summary>Runs until the sources end, the time is over, or the token is cancelled.</summary>
    /// <exception cref="UserErrorException">A source or model cannot be used, or a recording cannot be written.</exception>
    public async Task<ExitCode> RunAsync(CancellationToken cancellation)
    {
        IReadOnlyList<ITimelineSink> sinks = request.Output is { } output
            ? LiveRecorder.CreateSinks(output, string.Create(CultureInfo.InvariantCulture, $"live-{DateTime.Now:yyyyMMdd-HHmmss}"))
            : [];
        if (request.Window)
            PictureWindow.RequireDisplay();
        using LoadedModels loaded = LoadedModels.Load(request.Models);
        CaptureSelection selection = LeaveOutSoundThatNobodyHears(loaded.Models);
        LiveOptions options = request.Options with { AnalyzeSpeech = selection.Microphone is not null, SpeechWindow = WindowOf(loaded.Models) };
        LiveSession session = new(loaded.Models, options);
        QualityLadder ladder = LadderOf(loaded.Models, options);
        QualityController? controller = request.Quality is { } quality ? new QualityController(ladder, quality) : null;
        LiveWarmUp.Run(loaded.Models, options, controller is null ? [] : ladder);
        await using LiveRecorder recorder = new(request.Name, loaded.Models, options, sinks);

        CaptureOptions captured = request.Capture with { SampleRateHz = session.AudioSampleRateHz ?? request.Capture.SampleRateHz };
        await using LiveCapture capture = await LiveCapture.OpenAsync(selection, captured, cancellation: cancellation);
        using LiveAnalysis analysis = new(capture, session, request.Synchronization, controller);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (request.Duration is { } duration)
            stop.CancelAfter(duration);
        LiveView view = new(terminal, request, analysis.Meter);
        using CancellationTokenSource ended = new();
        Task showing = Task.WhenAll(view.RunAsync(ended.Token), view.AnnounceAsync(capture.Notices, ended.Token));
        using LiveWindow? window = request.Window ? new LiveWindow(request.Name, stop.Cancel, terminal.WriteError) : null;
        try
        {
            await analysis.RunAsync(
                result =>
                {
                    window?.Show(result);
                    return recorder.WriteAsync(result);
                },
                recorder.WriteAsync,
                stop.Token);
        }
        finally
        {
            await ended.CancelAsync();
            await showing;
        }
        bool interrupted = cancellation.IsCancellationRequested && !request.IsEndless;
        AnalysisResult? result = await recorder.CompleteAsync(interrupted);
        if (!request.Quiet)
            Report(result, analysis.Meter);
        return interrupted ? ExitCode.Interrupted : ExitCode.Success;
    }

    private CaptureSelection LeaveOutSoundThatNobodyHears(AnalysisModels models)
    {
        if (request.Selection.Microphone is null || models.SpeechClassifier is not null)
            return request.Selection;
        terminal.WriteError("There is no speech model, so the sound is left out; give one with --model or say --mic none.");
        return request.Selection with { Microphone = null };
    }

    /// <summary>The window of speech: as long as was asked for, otherwise the usual one.</summary>
    private TimeSpan WindowOf(AnalysisModels models) => request.Models.SpeechFrames is not null && models.SpeechClassifier?.Spec.Audio is { } audio
        ? TimeSpan.FromSeconds(Math.Clamp(audio.WindowDuration.TotalSeconds, 0.5, 30))
        : request.Options.SpeechWindow;

    private QualityLadder LadderOf(AnalysisModels models, LiveOptions options)
    {
        int? width = models.SizedFaceClassifier is { HasFreeSize: true } sizes ? request.Models.FacePictureWidth ?? sizes.OwnWidth : null;
        return QualityLadder.For(width, options.AnalyzeSpeech);
    }

    private void Report(AnalysisResult? result, LiveMeter meter)
    {
        if (result is not null)
            SummaryTable.Write(terminal, [new AnalysisOutcome(request.Name, result, null)]);
        terminal.WriteLine(meter.Summarize());
    }
}
