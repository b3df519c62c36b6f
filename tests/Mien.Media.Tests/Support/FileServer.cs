using System.Net;
using System.Net.Sockets;

namespace Mien.Media.Tests.Support;

/// <summary>Serves one file over HTTP, whole, to any number of callers.</summary>
public sealed class FileServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public FileServer(string path)
    {
        using (TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            Url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _serving = Task.Run(() => ServeAsync(path));
    }

    /// <summary>Its address.</summary>
    public string Url { get; }

    public void Dispose()
    {
        _listener.Close();
        _serving.Wait();
    }

    private async Task ServeAsync(string path)
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext call = await _listener.GetContextAsync();
                byte[] content = await File.ReadAllBytesAsync(path);
                call.Response.ContentLength64 = content.Length;
                await call.Response.OutputStream.WriteAsync(content);
                call.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or IOException)
            {
                // The caller went, or the test is over.
            }
        }
    }
}
