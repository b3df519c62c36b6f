using System.Runtime.CompilerServices;
using Mien.Core;

namespace Mien.Media;

/// <summary>
/// Plays a file as if it were live: each frame and each chunk of sound comes when it is due, and its capture time is that moment. One that the computer
/// cannot decode in time is played later, its sound with it.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="pacing">The beginning shared with other files.</param>
/// <param name="clock">The session's clock.</param>
/// <param name="loop">Whether it begins again at its end, for ever.</param>
internal sealed class PacedFile(IMediaSource file, FilePacing pacing, CaptureClock clock, bool loop) : ICaptureRun
{
    /// <summary>What the first items may be late by, and a machine under load now and then; more is made up by playing later.</summary>
    private static readonly TimeSpan s_tolerance = TimeSpan.FromSeconds(0.5);

    /// <summary>How long before the end of a round the next one is opened.</summary>
    private static readonly TimeSpan s_lead = TimeSpan.FromSeconds(2);

    private int _isSlow;

    /// <summary>How many of a session's <see cref="FilePacing"/> it counts for.</summary>
    public static int ReadersOf(MediaInfo info, bool pictures, bool sound) => (pictures && info.Video is not null ? 1 : 0) + (sound && info.Audio is not null ? 1 : 0);

    /// <inheritdoc/>
    public async Task<CaptureEnd> RunAsync(CaptureSink sink, Action<string> warn, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        List<Task> readers = [];
        if (sink.TakesFrames && file.Info.Video is not null)
        {
            readers.Add(PlayAsync(
                file.ReadFramesAsync, frame => (frame.Time, frame.Time), (frame, time) => sink.Push(frame, time), frame => frame.Dispose(), warn, stop.Token));
        }
        if (sink.TakesSound && file.Info.Audio is not null)
            readers.Add(PlayAsync(file.ReadAudioAsync, chunk => (chunk.Start, chunk.End), (chunk, time) => sink.Push(chunk.Samples.ToArray(), time), _ => { }, warn, stop.Token));
        // Where one sense of the file fails, the other does not play on alone.
        await foreach (Task reader in Task.WhenEach(readers))
            if (!reader.IsCompletedSuccessfully)
                await stop.CancelAsync();
        Task? failed = readers.Find(reader => reader.IsFaulted) ?? readers.Find(reader => reader.IsCanceled);
        await (failed ?? Task.CompletedTask);
        foreach (string warning in file.Warnings)
            warn(warning);
        return new CaptureEnd(true, null);
    }

    /// <param name="read">Reads the file from its beginning.</param>
    /// <param name="times">When an item begins in the file and when it is complete.</param>
    /// <param name="push">Hands an item over with its capture time.</param>
    /// <param name="abandon">Gives up an item that is not handed over.</param>
    /// <param name="warn">Hears that the file is played later.</param>
    /// <param name="cancellation">Ends it.</param>
    private async Task PlayAsync<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> read, Func<T, (MediaTime Start, MediaTime Complete)> times, Action<T, MediaTime> push, Action<T> abandon,
        Action<string> warn, CancellationToken cancellation)
    {
        bool arrived = false;
        try
        {
            await foreach ((T item, TimeSpan earlierRounds) in ReadRoundsAsync(read, item => times(item).Complete, cancellation))
            {
                bool handedOver = false;
                try
                {
                    if (!arrived)
                    {
                        arrived = true;
                        await pacing.ArriveAsync(cancellation);
                    }
                    (MediaTime start, MediaTime complete) = times(item);
                    await WaitAsync(complete + earlierRounds, warn, cancellation);
                    handedOver = true;
                    push(item, pacing.Due(start + earlierRounds));
                }
                finally
                {
                    if (!handedOver)
                        abandon(item);
                }
            }
        }
        finally
        {
            if (!arrived)
                _ = pacing.ArriveAsync(CancellationToken.None); // has nothing; the others need not wait
        }
    }

    /// <summary>The file's items, again and again where it is looped, each with the length of the rounds before. The next round is opened before one ends, so that its first item is not late.</summary>
    private async IAsyncEnumerable<(T Item, TimeSpan EarlierRounds)> ReadRoundsAsync<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> read, Func<T, MediaTime> complete, [EnumeratorCancellation] CancellationToken cancellation)
    {
        TimeSpan earlierRounds = TimeSpan.Zero;
        Round<T>? round = new(read(cancellation).GetAsyncEnumerator(cancellation)), next = null;
        try
        {
            while (round is not null)
            {
                MediaTime end = MediaTime.Zero;
                for (bool has = await round.First; has; has = await round.Items.MoveNextAsync())
                {
                    yield return (round.Items.Current, earlierRounds);
                    end = complete(round.Items.Current);
                    if (loop && next is null && !(file.Info.Duration - (end - MediaTime.Zero) > s_lead))
                        next = new Round<T>(read(cancellation).GetAsyncEnumerator(cancellation));
                }
                // Pictures and sound of a file end at slightly different times but begin again together.
                earlierRounds += file.Info.Duration ?? end - MediaTime.Zero;
                await round.DisposeAsync();
                (round, next) = (next, null);
            }
        }
        finally
        {
            if (round is not null)
                await round.DisposeAsync();
            if (next is not null)
                await next.DisposeAsync();
        }
    }

    private async Task WaitAsync(MediaTime inFile, Action<string> warn, CancellationToken cancellation)
    {
        await clock.WaitUntilAsync(pacing.Due(inFile), cancellation);
        if (pacing.CatchUp(inFile, s_tolerance) && Interlocked.Exchange(ref _isSlow, 1) == 0)
            warn($"{file.Info.Path} cannot be decoded as fast as it plays on this machine; it is played slower.");
    }

    /// <summary>One reading of the file, begun at once.</summary>
    private sealed class Round<T>(IAsyncEnumerator<T> items) : IAsyncDisposable
    {
        public IAsyncEnumerator<T> Items => items;

        /// <summary>Whether there is a first item.</summary>
        public Task<bool> First { get; } = items.MoveNextAsync().AsTask();

        public async ValueTask DisposeAsync()
        {
            await ((Task)First).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // nobody may be disposed while it reads
            await items.DisposeAsync();
        }
    }
}
