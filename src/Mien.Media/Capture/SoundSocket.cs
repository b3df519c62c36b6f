using System.Net.Sockets;

namespace Mien.Media;

/// <summary>
/// The way for FFmpeg's second output: a Unix socket in a folder that only this user can enter. A program has one standard output, and
/// pictures and sound of one stream must come out of one program, as many cameras let in only one.
/// </summary>
internal sealed class SoundSocket : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mien-capture-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <summary>Opens it.</summary>
    public SoundSocket()
    {
        string path = Path.Combine(_folder.FullName, "sound");
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen(1);
        Address = "unix:" + path;
    }

    /// <summary>Where FFmpeg writes to.</summary>
    public string Address { get; }

    /// <summary>Waits for FFmpeg.</summary>
    public async Task<Stream> AcceptAsync(CancellationToken cancellation) => new NetworkStream(await _listener.AcceptAsync(cancellation), ownsSocket: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        _folder.Delete(recursive: true);
    }
}
