using System.Text;
using Mien.Interop.Torch;

namespace Mien.Torch;

/// <summary>
/// c10d's TCPStore: a small table of texts that one process holds and the others reach over the network, where the
/// processes of a job meet.
/// </summary>
public sealed class TcpStore : IDisposable
{
    private readonly TimeSpan _timeout;

    /// <summary>Opens the store; a client waits until its holder is there.</summary>
    /// <param name="host">Name or address of the machine that holds the store.</param>
    /// <param name="port">Its port; 0 lets the holder's system choose, see <see cref="Port"/>.</param>
    /// <param name="size">Number of processes that will use it.</param>
    /// <param name="isHolder">Whether this process holds it.</param>
    /// <param name="timeout">How long to wait for the holder, and for values.</param>
    /// <exception cref="Mien.Core.NativeException">The holder cannot be reached, or the port is taken.</exception>
    public TcpStore(string host, int port, int size, bool isHolder, TimeSpan timeout)
    {
        _timeout = timeout;
        Handle = NativeCollective.OpenStore(host, port, size, isHolder, timeout);
    }

    /// <summary>The port that the store listens on.</summary>
    public int Port => NativeCollective.PortOf(Handle);

    internal StoreHandle Handle { get; }

    /// <summary>Writes a value.</summary>
    public void Set(string key, string value) => NativeCollective.SetValue(Handle, key, Encoding.UTF8.GetBytes(value));

    /// <summary>Waits for a value and reads it; at most 64 KiB.</summary>
    /// <exception cref="Mien.Core.NativeException">Nobody wrote it in time, or the holder is gone.</exception>
    public string Get(string key) => Encoding.UTF8.GetString(NativeCollective.GetValue(Handle, key, _timeout));

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();
}
