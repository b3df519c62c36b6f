using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Mien.Core;

namespace Mien.Media;

/// <summary>
/// Decodes the sound of a file to mono float samples at one rate, on the same clock as its pictures: a stream that
/// begins late is preceded by silence, gaps are filled with it. Any rate and any number of channels is accepted.
/// </summary>
internal sealed class FfmpegAudioSource(MediaInfo info, MediaReadOptions options, ReadingWarnings warnings)
{
    /// <summary>async=1 fills and trims gaps without stretching; first_pts=0 puts the first sample on the common zero.</summary>
    public const string Filter = "aresample=async=1:first_pts=0";

    private const int WaitingChunks = 16;

    private readonly AudioStreamInfo _audio = info.Audio ?? throw new ArgumentException("The file has no sound.", nameof(info));

    /// <summary>Decodes from the start; see <see cref="IMediaSource.ReadAudioAsync"/>.</summary>
    public async IAsyncEnumerable<AudioChunk> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        Channel<AudioChunk> chunks = Channel.CreateBounded<AudioChunk>(new BoundedChannelOptions(WaitingChunks) { SingleReader = true, SingleWriter = true });
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using FfmpegProcess process = FfmpegProcess.Start(FfmpegTools.Ffmpeg, Arguments());
        using CancellationTokenRegistration kill = stop.Token.Register(process.Kill);
        Task<long> decoding = Task.Factory.StartNew(
            () => Decode(process.Output, chunks.Writer, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        long delivered = 0;
        try
        {
            await foreach (AudioChunk chunk in chunks.Reader.ReadAllAsync(cancellation))
            {
                delivered += chunk.Samples.Length;
                yield return chunk;
            }
            long notFinite = await decoding;
            int exitCode = await process.WaitAsync(cancellation);
            Judge(delivered, notFinite, exitCode, process.Errors);
        }
        finally
        {
            await stop.CancelAsync();
            await ((Task)decoding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private List<string> Arguments()
    {
        List<string> arguments = FfmpegArguments.Input(info.Path, options);
        string rate = options.AudioSampleRateHz.ToString(CultureInfo.InvariantCulture);
        arguments.AddRange([
            "-map", string.Create(CultureInfo.InvariantCulture, $"0:{_audio.StreamIndex}"), "-vn", "-sn", "-dn",
            "-af", Filter, "-ac", "1", "-ar", rate, "-f", "f32le", "-c:a", "pcm_f32le", "pipe:1",
        ]);
        return arguments;
    }

    /// <returns>How many samples were not finite; they are delivered as 0.</returns>
    private long Decode(Stream output, ChannelWriter<AudioChunk> chunks, CancellationToken stop)
    {
        Exception? failure = null;
        long position = 0;
        long notFinite = 0;
        try
        {
            byte[] bytes = new byte[options.AudioChunkSamples * sizeof(float)];
            while (true)
            {
                int count = output.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) / sizeof(float);
                if (count == 0)
                    break;
                float[] samples = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, count * sizeof(float))).ToArray();
                notFinite += Silence(samples);
                MediaTime start = MediaTime.FromSamples(position, options.AudioSampleRateHz) + options.Start;
                position += count;
                chunks.WriteAsync(new AudioChunk(samples, options.AudioSampleRateHz, start), stop).AsTask().GetAwaiter().GetResult();
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
            chunks.Complete(failure);
        }
        return notFinite;
    }

    /// <summary>Makes samples that are not finite silent.</summary>
    /// <returns>How many there were.</returns>
    internal static int Silence(Span<float> samples)
    {
        int count = 0;
        foreach (ref float sample in samples)
            if (!float.IsFinite(sample))
            {
                sample = 0;
                count++;
            }
        return count;
    }

    private void Judge(long delivered, long notFinite, int exitCode, IReadOnlyList<string> errors)
    {
        bool damaged = errors.Count > 0 || exitCode != 0;
        if (delivered == 0 && info.Kind == MediaKind.Audio)
            throw damaged
                ? FfmpegFailure.Unreadable(info.Path, errors)
                : new UserErrorException(options.Start > TimeSpan.Zero
                    ? FormattableString.Invariant($"{info.Path} has no sound from {options.Start.TotalSeconds:0.###} s on; start earlier.")
                    : $"{info.Path} holds no samples of sound; record or convert it again.");
        if (delivered == 0)
            warnings.Add($"{info.Path} has a sound track without samples; it was taken as a film without sound.");
        else if (damaged)
            warnings.Add(FormattableString.Invariant(
                $"The sound of {info.Path} is damaged or cut off{FfmpegFailure.Reason(info.Path, errors)}; it was read up to {(double)delivered / options.AudioSampleRateHz + options.Start.TotalSeconds:0.0} s."));
        if (delivered > 0 && notFinite == delivered)
            throw new UserErrorException($"Not one sample of the sound of {info.Path} is a number (all are NaN or infinite); record or convert it again.");
        if (notFinite > 0)
            warnings.Add(FormattableString.Invariant(
                $"{notFinite} of {delivered} samples of the sound of {info.Path} are not numbers (NaN or infinite) and were taken as silence."));
    }
}
