using System.Threading.Channels;

namespace Mien.Server.Streaming;

/// <summary>
/// The replies of a session on their way to its client: to frames in the order of the frames, whenever they become known, and others in
/// between. At most so many are under way; who would ask for more waits, so that a client that does not read is not read either. Safe for use
/// from several threads.
/// </summary>
/// <param name="capacity">Replies that may be under way, at least 1.</param>
internal sealed class ReplyQueue(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Queue<ReplySlot> _open = [];
    private readonly SemaphoreSlim _room = new(capacity); // no handle is ever asked of it, so it needs no disposal
    private readonly Channel<byte[]> _outgoing = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isComplete;

    /// <summary>Replies to send, each a text message in UTF-8; <see cref="CountSent"/> after each.</summary>
    public ChannelReader<byte[]> Outgoing => _outgoing.Reader;

    /// <summary>Frames that were given a place.</summary>
    public long Frames { get; private set; }

    /// <summary>Frames that were answered with a result.</summary>
    public long Results { get; private set; }

    /// <summary>Frames that were answered with an error.</summary>
    public long Errors { get; private set; }

    /// <summary>Waits for room and gives a frame its place among the replies.</summary>
    public async ValueTask<ReplySlot> ReserveAsync(CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        ReplySlot slot = new();
        lock (_gate)
        {
            Frames++;
            _open.Enqueue(slot);
        }
        return slot;
    }

    /// <summary>Answers a frame, once.</summary>
    /// <param name="slot">Its place.</param>
    /// <param name="message">The reply.</param>
    /// <param name="isResult">Whether it is a result; otherwise an error.</param>
    public void Answer(ReplySlot slot, byte[] message, bool isResult)
    {
        lock (_gate)
        {
            if (slot.Message is not null)
                throw new InvalidOperationException("A frame is answered once.");
            slot.Message = message;
            if (isResult)
                Results++;
            else
                Errors++;
            while (_open.TryPeek(out ReplySlot? first) && first.Message is { } known)
            {
                _outgoing.Writer.TryWrite(known);
                _open.Dequeue();
            }
            if (_isComplete && _open.Count == 0)
                _answered.TrySetResult();
        }
    }

    /// <summary>Sends what answers no frame, unless too much is under way.</summary>
    /// <returns>Whether it was sent.</returns>
    public bool TryPost(byte[] message) => _room.Wait(0) && _outgoing.Writer.TryWrite(message);

    /// <summary>Makes room for another reply.</summary>
    public void CountSent() => _room.Release();

    /// <summary>Ends when all frames that have a place are answered.</summary>
    public Task WhenAnsweredAsync()
    {
        lock (_gate)
        {
            _isComplete = true;
            if (_open.Count == 0)
                _answered.TrySetResult();
        }
        return _answered.Task;
    }

    /// <summary>Sends a last message, however much is under way, and nothing after it.</summary>
    public void Complete(byte[]? last = null)
    {
        if (last is not null)
            _outgoing.Writer.TryWrite(last);
        _outgoing.Writer.TryComplete();
    }
}
