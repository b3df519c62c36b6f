using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Mien.Torch;

namespace Mien.Training.Distributed;

/// <summary>
/// Notices when another process of the run is gone, and which. Each keeps a connection to rank 0 and sends a sign of life;
/// a connection that closes or falls silent is a process that is gone, which rank 0 tells the others. Rank 0 itself is missed
/// by all.
/// </summary>
internal sealed class RankMonitor : IDisposable
{
    private const string AddressKey = "mien/monitor";

    private readonly RankMonitorOptions _options;
    private readonly RankPlace _place;
    private readonly CancellationTokenSource _ending = new();
    private readonly TaskCompletionSource<RankLoss> _loss = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<int, RankConnection> _connections = new();
    private readonly TcpListener? _listener;
    private readonly Task _work;
    private volatile bool _allDone;

    /// <summary>Begins to watch; returns when this process is connected.</summary>
    /// <param name="store">Where the processes meet.</param>
    /// <param name="place">This process.</param>
    /// <param name="options">How patient to be.</param>
    public RankMonitor(TcpStore store, RankPlace place, RankMonitorOptions options)
    {
        options.Validate();
        (_place, _options) = (place, options);
        if (place.Rank == 0)
        {
            _listener = Listen();
            store.Set(AddressKey, ((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture));
            _work = Task.Run(AcceptAsync);
        }
        else
        {
            RankConnection toFirst = RankConnection.Open(place.MasterAddress, int.Parse(store.Get(AddressKey), CultureInfo.InvariantCulture), options);
            _connections[0] = toFirst;
            toFirst.Say(RankMessage.Hello(place.Rank, Here));
            _work = Task.Run(() => ListenToFirstAsync(toFirst));
        }
    }

    /// <summary>The first process that was lost, once one is.</summary>
    public Task<RankLoss> Loss => _loss.Task;

    private static string Here => $"process {Environment.ProcessId} on {Environment.MachineName}";

    /// <summary>Says that this process ends because of a failure, so that the others can name it.</summary>
    public void SayFailure(string reason)
    {
        string oneLine = reason.ReplaceLineEndings(" ");
        if (_place.Rank == 0)
            Tell(RankMessage.Lost(new RankLoss(0, Here, $"ended: {oneLine}")));
        else if (_connections.TryGetValue(0, out RankConnection? toFirst))
            toFirst.Say(RankMessage.Failed(oneLine));
    }

    /// <summary>Says that this process has done its part and will close its connection.</summary>
    public void SayDone()
    {
        _allDone = true;
        if (_place.Rank == 0)
            Tell(RankMessage.Done);
        else if (_connections.TryGetValue(0, out RankConnection? toFirst))
            toFirst.Say(RankMessage.Done);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ending.Cancel();
        _listener?.Stop();
        foreach (RankConnection connection in _connections.Values)
            connection.Dispose();
        _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        _ending.Dispose();
    }

    private static TcpListener Listen()
    {
        TcpListener listener = Socket.OSSupportsIPv6 ? TcpListener.Create(0) : new TcpListener(IPAddress.Any, 0);
        listener.Start();
        return listener;
    }

    private async Task AcceptAsync()
    {
        List<Task> conversations = [];
        try
        {
            while (true)
                conversations.Add(HearOneAsync(new RankConnection(await _listener!.AcceptTcpClientAsync(_ending.Token), _options)));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await ((Task)Task.WhenAll(conversations)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Rank 0 listens to one of the others.
    private async Task HearOneAsync(RankConnection connection)
    {
        int rank = -1;
        string where = "", reason = "";
        await foreach (RankMessage message in connection.HearAsync(_ending.Token))
        {
            switch (message.Kind)
            {
                case RankMessageKind.Hello:
                    (rank, where) = (message.Rank, message.Text);
                    _connections[rank] = connection;
                    break;
                case RankMessageKind.Failed:
                    reason = $"ended: {message.Text}";
                    break;
                case RankMessageKind.Done:
                    return;
            }
        }
        if (rank < 0 || _ending.IsCancellationRequested || _allDone)
            return; // a stranger, or the end of the run
        RankLoss loss = new(rank, where, reason.Length > 0 ? reason : connection.Farewell);
        Tell(RankMessage.Lost(loss));
        _loss.TrySetResult(loss);
    }

    private async Task ListenToFirstAsync(RankConnection toFirst)
    {
        await foreach (RankMessage message in toFirst.HearAsync(_ending.Token))
        {
            if (message.Kind == RankMessageKind.Lost)
            {
                _loss.TrySetResult(new RankLoss(message.Rank, message.Where, message.Text));
                return;
            }
            if (message.Kind == RankMessageKind.Done)
                return;
        }
        if (!_ending.IsCancellationRequested && !_allDone)
            _loss.TrySetResult(new RankLoss(0, $"on {_place.MasterAddress}", toFirst.Farewell));
    }

    private void Tell(RankMessage message)
    {
        foreach (RankConnection connection in _connections.Values)
            connection.Say(message);
    }
}
