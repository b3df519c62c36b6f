using System.Net;
using System.Net.Sockets;

namespace Mien.Web.Tests.Support;

/// <summary>A slow network: passes connections on to a server, and what goes to it no faster than so many bytes a second.</summary>
internal sealed class SlowRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly Uri _server;
    private readonly Task _accepting;
    private volatile int _bytesPerSecond = int.MaxValue;

    public SlowRelay(Uri server)
    {
        _server = server;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    public void Limit(int bytesPerSecond) => _bytesPerSecond = bytesPerSecond;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _connections.Add(PassOnAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            // Stopped.
        }
    }

    private async Task PassOnAsync(TcpClient client)
    {
        using TcpClient server = new();
        using (client)
        {
            try
            {
                // Small buffers: what the network has not taken must wait with its sender.
                client.ReceiveBufferSize = server.SendBufferSize = 4096;
                await server.ConnectAsync(_server.Host, _server.Port, _stop.Token);
                await Task.WhenAny(CopyAsync(client, server, isSlow: true), CopyAsync(server, client, isSlow: false));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                // One end is gone, and so is the connection.
            }
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, bool isSlow)
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _stop.Token) is > 0 and int count)
            {
                if (isSlow && _bytesPerSecond != int.MaxValue)
                    await Task.Delay(TimeSpan.FromSeconds((double)count / _bytesPerSecond), _stop.Token);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _stop.Token);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // One end is gone, and so is the connection.
        }
    }
}
