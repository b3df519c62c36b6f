using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace Mien.Training.Distributed;

/// <summary>A connection between two processes of a run; it sends a sign of life by itself.</summary>
internal sealed class RankConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly RankMonitorOptions _options;
    private readonly Timer _beat;
    private readonly Lock _writing = new();

    /// <summary>Takes over an open connection.</summary>
    public RankConnection(TcpClient client, RankMonitorOptions options)
    {
        (_client, _options) = (client, options);
        _client.NoDelay = true;
        _client.SendTimeout = (int)options.Patience.TotalMilliseconds;
        _stream = client.GetStream();
        _beat = new Timer(_ => Say(RankMessage.Beat), null, options.Beat, options.Beat);
    }

    /// <summary>How the connection ended, as the end of a sentence about its other side.</summary>
    public string Farewell { get; private set; } = "has ended without a word";

    /// <summary>Connects to rank 0.</summary>
    public static RankConnection Open(string host, int port, RankMonitorOptions options) => new(new TcpClient(host, port), options);

    /// <summary>Sends a message; one that cannot be sent is lost, for the other side's end shows in reading.</summary>
    public void Say(RankMessage message)
    {
        try
        {
            lock (_writing)
                _stream.Write(Encoding.UTF8.GetBytes($"{message}\n"));
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
        }
    }

    /// <summary>What the other side says but for its signs of life, until it closes, falls silent or the token is cancelled.</summary>
    public async IAsyncEnumerable<RankMessage> HearAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using StreamReader reader = new(_stream, Encoding.UTF8, leaveOpen: true);
        while (await NextLineAsync(reader, cancellationToken) is { } line)
            if (RankMessage.Parse(line) is { Kind: not RankMessageKind.Beat } message)
                yield return message;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _beat.Dispose();
        _client.Dispose();
    }

    private async Task<string?> NextLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(_options.Patience);
        try
        {
            return await reader.ReadLineAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            if (!cancellationToken.IsCancellationRequested)
                Farewell = FormattableString.Invariant($"has been silent for {_options.Patience.TotalSeconds:0} s");
            return null;
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            return null;
        }
    }
}
