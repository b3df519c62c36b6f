using System.Runtime.InteropServices;
using Mien.Core;

namespace Mien.Media;

/// <summary>
/// One FFmpeg that captures a device or a stream, from its start to its end. A thread each reads its frames and its sound as fast as they come,
/// so that neither device nor sender ever waits for the analysis.
/// </summary>
internal sealed class FfmpegCaptureRun : IDisposable
{
    private const string DurationMark = "[info]   Duration: ";
    private const string UnknownDuration = "N/A";
    // What FFmpeg says where a stream's times are uneven; it goes on all the same.
    private const string UnevenTimes = "Application provided invalid, non monotonically increasing dts";
    private const string NoSuchStream = "matches no streams";

    private readonly CaptureInput _input;
    private readonly CaptureOptions _options;
    private readonly CaptureClock _clock;
    private readonly CaptureSink _sink;
    private readonly bool _paced;
    private readonly StampedOutput? _frames;
    private readonly StampedOutput? _sound;
    private readonly SoundSocket? _socket;
    private readonly CancellationTokenSource _messagesEnded = new();
    private volatile string? _refusal; // why we end it ourselves
    private volatile bool _isUnpacedRecording;

    /// <summary>Prepares a run.</summary>
    /// <param name="input">The device or stream.</param>
    /// <param name="options">How it is captured.</param>
    /// <param name="clock">The session's clock.</param>
    /// <param name="sink">Takes what comes.</param>
    /// <param name="sound">Whether sound is captured, too; frames are where the sink takes them.</param>
    /// <param name="paced">Whether the stream is a recording that is read at its own pace.</param>
    public FfmpegCaptureRun(CaptureInput input, CaptureOptions options, CaptureClock clock, CaptureSink sink, bool sound, bool paced)
    {
        (_input, _options, _clock, _sink, _paced) = (input, options, clock, sink, paced);
        StampClock stamps = new(clock, isDevice: input.Kind != CaptureKind.Network);
        _frames = sink.TakesFrames ? StampedOutput.OfFrames(stamps) : null;
        _sound = sound ? StampedOutput.OfSound(stamps, options) : null;
        _socket = sound && sink.TakesFrames ? new SoundSocket() : null;
    }

    /// <summary>Whether it ended because the stream has a length and comes faster than it should.</summary>
    public bool IsUnpacedRecording => _isUnpacedRecording;

    /// <summary>Whether it ended because there was sound asked for and is none.</summary>
    public bool LacksSound { get; private set; }

    /// <summary>Runs it.</summary>
    public async Task<CaptureEnd> ToEndAsync(CancellationToken cancellation)
    {
        bool isRecording = false;
        await using FfmpegProcess process = FfmpegProcess.Start(FfmpegTools.Ffmpeg, Arguments(), Accept, EndMessages);
        // A read from a pipe cannot be cancelled, but it ends with the program.
        using CancellationTokenRegistration kill = cancellation.Register(process.Kill);
        MediaTime begun = _clock.Now;
        using ITimer watch = _clock.Time.CreateTimer(_ => Watch(process, begun), null, _options.StallTime / 4, _options.StallTime / 4);
        Task[] readers = [.. Readers(process)];
        await Task.WhenAll(readers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        int exitCode = await process.WaitAsync(CancellationToken.None);
        LacksSound = _sound is not null && process.Errors.Any(error => error.Contains(NoSuchStream, StringComparison.Ordinal) && error.Contains("0:a:0", StringComparison.Ordinal));
        Exception? failure = readers.Select(reader => reader.Exception?.InnerException).FirstOrDefault(error => error is not null);
        return new CaptureEnd(isRecording && _paced && exitCode == 0, _refusal ?? failure?.Message ?? Reason(process.Errors));

        void Accept(string message)
        {
            _frames?.Accept(message);
            _sound?.Accept(message);
            if (!message.StartsWith(DurationMark, StringComparison.Ordinal) || _input.Kind != CaptureKind.Network)
                return;
            isRecording = !message.AsSpan(DurationMark.Length).StartsWith(UnknownDuration, StringComparison.Ordinal);
            _isUnpacedRecording = isRecording && !_paced;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _frames?.Dispose();
        _sound?.Dispose();
        _socket?.Dispose();
        _messagesEnded.Dispose();
    }

    private List<string> Arguments()
    {
        List<string> arguments = CaptureArguments.Input(_input, _options, _paced);
        if (_frames is not null)
            arguments.AddRange(CaptureArguments.Frames(_frames));
        if (_sound is not null)
            arguments.AddRange(CaptureArguments.Sound(_sound, _socket?.Address ?? "pipe:1"));
        return arguments;
    }

    private void EndMessages()
    {
        _frames?.Complete();
        _sound?.Complete();
        _messagesEnded.Cancel();
    }

    private IEnumerable<Task> Readers(FfmpegProcess process)
    {
        if (_frames is { } frames)
            yield return Start(process, () => ReadFrames(process.Output, frames));
        if (_sound is { } sound)
            yield return Start(process, () => ReadSound(process.Output, sound));
    }

    /// <summary>Runs a reader on a thread of its own, as it waits for pipes; where it stops before the program, nothing would empty the pipe, so the program ends, too.</summary>
    /// <param name="process">The program.</param>
    /// <param name="readToEnd">Reads; false where it stopped before the end.</param>
    private static Task Start(FfmpegProcess process, Func<bool> readToEnd) => Task.Factory.StartNew(
        () =>
        {
            bool ended = false;
            try
            {
                ended = readToEnd();
            }
            finally
            {
                if (!ended)
                    process.Kill();
            }
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private bool ReadFrames(Stream output, StampedOutput times)
    {
        while (times.TryTake(out MediaTime time))
        {
            if (_isUnpacedRecording)
                return false;
            if (PpmReader.TryReadHeader(output) is not { } size)
                return true;
            if (PictureSize.IsTooSmall(size.Width, size.Height) || PictureSize.IsTooLarge(size.Width, size.Height))
            {
                _refusal = FormattableString.Invariant($"its pictures have {size.Width}x{size.Height} pixels, which are too few or too many");
                return false;
            }
            VideoFrame frame = _sink.NewFrame(size.Width, size.Height, time);
            Span<byte> rgb = frame.Rgb.Span;
            if (output.ReadAtLeast(rgb, rgb.Length, throwOnEndOfStream: false) < rgb.Length)
            {
                frame.Dispose();
                return true;
            }
            _sink.Push(frame);
        }
        return true;
    }

    private bool ReadSound(Stream output, StampedOutput times)
    {
        using Stream? accepted = Accept();
        if (_socket is not null && accepted is null)
            return true;
        Stream stream = accepted ?? output;
        byte[] bytes = new byte[_options.ChunkSamples * sizeof(float)];
        while (times.TryTake(out MediaTime time))
        {
            if (_isUnpacedRecording)
                return false;
            int count = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) / sizeof(float);
            if (count == 0)
                return true;
            _sink.Push(MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, count * sizeof(float))).ToArray(), time);
        }
        return true;
    }

    /// <summary>The connection through the socket; null where there is no socket, or the program ended before it came.</summary>
    private Stream? Accept()
    {
        try
        {
            return _socket?.AcceptAsync(_messagesEnded.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private void Watch(FfmpegProcess process, MediaTime begun)
    {
        TimeSpan patience = _sink.LastItem is null ? _options.OpenTime : _options.StallTime;
        if (_clock.Now - (_sink.LastItem ?? begun) < patience)
            return;
        _refusal = FormattableString.Invariant($"nothing came for {patience.TotalSeconds:0.#} s");
        process.Kill();
    }

    /// <summary>FFmpeg's last words, without the address.</summary>
    private string Reason(IReadOnlyList<string> errors)
    {
        string? last = errors.LastOrDefault(error => error.Length > 0 && !error.StartsWith(UnevenTimes, StringComparison.Ordinal))?.TrimEnd('.', ':');
        if (last is null)
            return "it ended";
        string prefix = _input.Address + ": ";
        return last.StartsWith(prefix, StringComparison.Ordinal) ? last[prefix.Length..] : last.Replace(_input.Address, _input.Name, StringComparison.Ordinal);
    }
}
