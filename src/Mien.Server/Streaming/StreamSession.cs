using Microsoft.Extensions.Logging;
using Mien.Analysis;
using Mien.Core;
using Mien.Synchronization;

namespace Mien.Server.Streaming;

/// <summary>
/// One client's stream: takes its messages as they come in, and in its turns analyses what is due. Exactly one reply for each frame, in
/// order. Messages come from one thread, turns from another.
/// </summary>
internal sealed class StreamSession : FairWork, IDisposable
{
    private readonly StreamHost _host;
    private readonly StreamStart _start;
    private readonly ReplyQueue _replies;
    private readonly Action<StreamClosure> _end;
    private readonly LiveSession? _live;
    private readonly StreamSynchronizer<StreamFrame, float[]> _synchronizer;
    private readonly RateLimit _frameRate;
    private readonly ITimer _due;
    private readonly long _begun;
    private uint _nextFrame;
    private uint _nextSound;
    private long _lastFrameMicroseconds = -1;
    private QualityLevel _level;

    /// <summary>Begins a session.</summary>
    /// <param name="host">What it shares with others.</param>
    /// <param name="start">What the client sends.</param>
    /// <param name="replies">Takes the replies.</param>
    /// <param name="end">Told where the session must end.</param>
    public StreamSession(StreamHost host, StreamStart start, ReplyQueue replies, Action<StreamClosure> end)
    {
        (_host, _start, _replies, _end) = (host, start, replies, end);
        bool hears = start.Audio is not null && host.Models.SpeechClassifier is not null;
        if (start.Video is not null || hears)
            _live = new LiveSession(host.Models, new LiveOptions
            {
                AnalyzeFaces = start.Video is not null,
                AnalyzeSpeech = hears,
                MaxFaces = start.MaxFaces,
                DetectEveryNthFrame = start.DetectEveryNthFrame,
            }, host.Clock);
        _synchronizer = new StreamSynchronizer<StreamFrame, float[]>(host.Options.Synchronizer, (frame, _) =>
        {
            Fail(frame.Slot, frame.Header.Sequence, StreamMessages.Dropped, "Newer frames came before this one's turn.");
            frame.Dispose();
        });
        _frameRate = new RateLimit(host.Options.MaxFramesPerSecond, host.Clock);
        _begun = host.Clock.GetTimestamp();
        _level = host.ChooseLevel();
        _due = host.Clock.CreateTimer(_ => host.Scheduler.Signal(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Time since the session began, on the server's clock.</summary>
    private MediaTime Now => MediaTime.Zero + _host.Clock.GetElapsedTime(_begun);

    /// <summary>Takes a binary message.</summary>
    /// <exception cref="StreamClosure">It breaks the protocol.</exception>
    public async ValueTask TakeAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        StreamHeader header = StreamHeader.Read(message.Span);
        if (header.Kind == StreamKind.Sound)
        {
            TakeSound(header, message.Span[StreamHeader.Length..]);
            return;
        }
        ReplySlot slot = await ReserveAsync(header, cancellation);
        TakeFrame(header, message.Span[StreamHeader.Length..], slot);
    }

    /// <summary>Takes no more: what waits is analysed at once.</summary>
    public void Complete()
    {
        _synchronizer.Complete();
        _host.Scheduler.Signal(this);
    }

    /// <inheritdoc/>
    public override bool Work()
    {
        long begun = _host.Clock.GetTimestamp();
        try
        {
            if (!_synchronizer.TryTake(Now, out SynchronizedMoment<StreamFrame, float[]>? moment))
            {
                if (_synchronizer.DueTime is { } due)
                    _due.Change(due > Now ? due - Now : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
                return false;
            }
            foreach (CapturedItem<float[]> sound in moment.Sound)
                Hear(sound);
            if (moment.Frame is { } frame)
                Analyze(frame.Item, moment.Difference, begun);
            _host.Admission.AddWork(_host.Clock.GetElapsedTime(begun), moment.Frame is null ? null : _level.Index);
            return true;
        }
        catch (Exception error)
        {
            _host.Log.LogError(error, "A live stream failed");
            _end(StreamClosure.Failed());
            return false;
        }
    }

    /// <summary>Forgets what waits. A turn under way ends by itself.</summary>
    public void Dispose()
    {
        _due.Dispose();
        _synchronizer.Dispose();
    }

    private ValueTask<ReplySlot> ReserveAsync(StreamHeader header, CancellationToken cancellation)
    {
        if (_start.Video is null)
            throw StreamClosure.Unannounced("Frames come, but the message start announced no video.");
        if (header.Sequence != _nextFrame)
            throw StreamClosure.Protocol($"Frame {header.Sequence} comes where frame {_nextFrame} should; numbers rise by one from 0.");
        _nextFrame++;
        return _replies.ReserveAsync(cancellation);
    }

    private void TakeFrame(StreamHeader header, ReadOnlySpan<byte> payload, ReplySlot slot)
    {
        StreamVideo video = _start.Video!;
        if (!_frameRate.TryTake())
            Fail(slot, header.Sequence, StreamMessages.TooFast, $"More than {_host.Options.MaxFramesPerSecond} frames a second came; send fewer.");
        else if (!header.HasTime || header.Microseconds <= _lastFrameMicroseconds)
            Fail(slot, header.Sequence, StreamMessages.BadTime, "The frame was not captured after the one before, or at no possible time.");
        else if (payload.IsEmpty || (header.Kind == StreamKind.Jpeg) != video.IsJpeg)
            Fail(slot, header.Sequence, StreamMessages.BadFrame, $"The frame is empty, or not of the format {(video.IsJpeg ? "jpeg" : "rgb24")} that was announced.");
        else if (!video.IsJpeg && payload.Length != 3 * video.Width * video.Height)
            Fail(slot, header.Sequence, StreamMessages.BadFrame, $"The frame has {payload.Length} bytes, not the {3 * video.Width * video.Height} of {video.Width} x {video.Height} RGB pixels.");
        else
        {
            _lastFrameMicroseconds = header.Microseconds;
            _synchronizer.PushVideo(new StreamFrame(slot, header, payload, _host.Clock.GetTimestamp()), new MediaTime(header.Microseconds), Now);
            _host.Scheduler.Signal(this);
        }
    }

    private void TakeSound(StreamHeader header, ReadOnlySpan<byte> payload)
    {
        StreamAudio audio = _start.Audio ?? throw StreamClosure.Unannounced("Sound comes, but the message start announced no audio.");
        if (header.Sequence != _nextSound)
            throw StreamClosure.Protocol($"Chunk {header.Sequence} of sound comes where chunk {_nextSound} should; numbers rise by one from 0.");
        _nextSound++;
        if (_live?.AudioSampleRateHz is null)
            return;
        try
        {
            if (!header.HasTime)
                throw new UserErrorException("A chunk of sound was captured at no possible time.");
            float[] samples = SoundDecoder.Decode(payload, audio, _host.Options.MaxAudioChunk);
            _synchronizer.PushAudio(samples, new MediaTime(header.Microseconds), TimeSpan.FromSeconds((double)samples.Length / audio.SampleRateHz), Now);
            _host.Metrics.CountSound(isUsable: true);
            _host.Scheduler.Signal(this);
        }
        catch (UserErrorException error)
        {
            _host.Metrics.CountSound(isUsable: false);
            _replies.TryPost(StreamMessages.Notice(StreamMessages.BadAudio, error.Message));
        }
    }

    private void Hear(CapturedItem<float[]> sound)
    {
        IReadOnlyList<SpeechObservation> windows = _live!.PushAudio(new AudioChunk(sound.Item, _start.Audio!.SampleRateHz, sound.Time));
        if (_start.Video is null)
            foreach (SpeechObservation window in windows)
                _replies.TryPost(StreamMessages.Speech(window));
    }

    private void Analyze(StreamFrame frame, TimeSpan? difference, long begun)
    {
        using (frame)
        {
            try
            {
                QualityLevel level = _host.ChooseLevel();
                if (level != _level)
                    _replies.TryPost(StreamMessages.Level(_level = level, _host.LevelReason));
                LiveResult? result = _live!.TrySkip(new MediaTime(frame.Header.Microseconds), frame.Header.Sequence, level, difference);
                TimeSpan decoded = TimeSpan.Zero;
                if (result is null)
                {
                    using VideoFrame picture = frame.Decode(_start.Video!);
                    decoded = _host.Clock.GetElapsedTime(begun);
                    result = _live.Analyze(picture, level, difference);
                }
                TimeSpan total = _host.Clock.GetElapsedTime(frame.Arrival);
                _replies.Answer(frame.Slot, StreamMessages.Result(frame.Header, result, _start.Landmarks, _synchronizer.Statistics, _host.LevelReason,
                    new StreamTiming(_host.Clock.GetElapsedTime(frame.Arrival, begun), decoded, total)), isResult: true);
                _host.CountResult(total, result.IsSkipped);
            }
            catch (UserErrorException error)
            {
                Fail(frame.Slot, frame.Header.Sequence, StreamMessages.BadFrame, error.Message);
            }
            catch
            {
                Fail(frame.Slot, frame.Header.Sequence, StreamMessages.Failed, "The server failed; its log says why.");
                throw;
            }
        }
    }

    private void Fail(ReplySlot slot, uint sequence, string code, string message)
    {
        _replies.Answer(slot, StreamMessages.Error(sequence, code, message), isResult: false);
        _host.CountError(code);
    }
}
