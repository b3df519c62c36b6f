using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Mien.Core;

namespace Mien.Media;

/// <summary>
/// Decodes the pictures of a file: RGB, upright, with their true presentation times, also where the frame rate varies.
/// FFmpeg runs as a child process that writes raw frames to a pipe; it lives as long as one reading.
/// </summary>
internal sealed class FfmpegVideoSource(MediaInfo info, MediaReadOptions options, ReadingWarnings warnings)
{
    /// <summary>Frames that may wait for the reader: enough to even out its pace, and memory stays bounded.</summary>
    private const int WaitingFrames = 4;

    private readonly VideoStreamInfo _video = info.Video ?? throw new ArgumentException("The file has no pictures.", nameof(info));

    /// <summary>The size of the frames.</summary>
    public FrameSize Size => options.OutputSize ?? new FrameSize(_video.Width, _video.Height);

    /// <summary>Decodes from the start; see <see cref="IMediaSource.ReadFramesAsync"/>.</summary>
    public async IAsyncEnumerable<VideoFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using FrameTimeReader times = new(options);
        Channel<VideoFrame> frames = Channel.CreateBounded<VideoFrame>(new BoundedChannelOptions(WaitingFrames) { SingleReader = true, SingleWriter = true });
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using FfmpegProcess process = FfmpegProcess.Start(FfmpegTools.Ffmpeg, Arguments(times), times.Accept, times.Complete);
        // A read from a pipe cannot be cancelled, but it ends with the program.
        using CancellationTokenRegistration kill = stop.Token.Register(process.Kill);
        Task decoding = Task.Factory.StartNew(
            () => Decode(process, times, frames.Writer, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        long delivered = 0;
        MediaTime last = MediaTime.Zero;
        try
        {
            await foreach (VideoFrame frame in frames.Reader.ReadAllAsync(cancellation))
            {
                delivered++;
                last = frame.Time;
                yield return frame;
            }
            await decoding;
            int exitCode = await process.WaitAsync(cancellation);
            Judge(delivered, last, exitCode, process.Errors);
        }
        finally
        {
            await stop.CancelAsync();
            await decoding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (frames.Reader.TryRead(out VideoFrame? unread))
                unread.Dispose();
        }
    }

    private List<string> Arguments(FrameTimeReader times)
    {
        List<string> arguments = FfmpegArguments.Input(info.Path, options);
        // The size is stated even where it is the film's own, since a film may change its size half-way.
        string scale = string.Create(CultureInfo.InvariantCulture, $"scale={Size.Width}:{Size.Height}:flags=bilinear");
        arguments.AddRange([
            "-map", string.Create(CultureInfo.InvariantCulture, $"0:{_video.StreamIndex}"), "-an", "-sn", "-dn",
            "-vf", $"{times.Filters},{scale}", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1",
        ]);
        return arguments;
    }

    private void Decode(FfmpegProcess process, FrameTimeReader times, ChannelWriter<VideoFrame> frames, CancellationToken stop)
    {
        Exception? failure = null;
        try
        {
            while (times.TryTake(out (long Index, MediaTime Time) next))
            {
                VideoFrame frame = new(Size.Width, Size.Height, next.Index, next.Time);
                bool handedOver = false;
                try
                {
                    Span<byte> rgb = frame.Rgb.Span;
                    if (process.Output.ReadAtLeast(rgb, rgb.Length, throwOnEndOfStream: false) < rgb.Length)
                        return;
                    frames.WriteAsync(frame, stop).AsTask().GetAwaiter().GetResult();
                    handedOver = true;
                }
                finally
                {
                    if (!handedOver)
                        frame.Dispose();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The reader left; it does not need to be told.
        }
        catch (IOException error)
        {
            failure = error;
        }
        finally
        {
            frames.Complete(failure);
        }
    }

    private void Judge(long delivered, MediaTime last, int exitCode, IReadOnlyList<string> errors)
    {
        if (delivered == 0)
        {
            if (errors.Count > 0 || exitCode != 0)
                throw FfmpegFailure.Unreadable(info.Path, errors);
            throw new UserErrorException(options.Start > TimeSpan.Zero
                ? FormattableString.Invariant($"{info.Path} has no pictures from {options.Start.TotalSeconds:0.###} s on; start earlier.")
                : $"{info.Path} has a picture track without pictures; record or convert it again.");
        }
        if (errors.Count > 0 || exitCode != 0)
        {
            string length = info.Duration is { } duration ? FormattableString.Invariant($" of {duration.TotalSeconds:0.0} s") : "";
            warnings.Add(FormattableString.Invariant(
                $"{info.Path} is damaged or cut off{FfmpegFailure.Reason(info.Path, errors)}; its pictures were read up to {last.Seconds:0.0} s{length}."));
        }
    }
}
