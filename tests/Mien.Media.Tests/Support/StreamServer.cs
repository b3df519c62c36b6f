using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Mien.Media.Tests.Support;

/// <summary>A live stream over HTTP that FFmpeg serves to one caller, as a network camera does.</summary>
public sealed class StreamServer : IDisposable
{
    private readonly string _arguments;
    private Process? _process;

    /// <summary>Starts to serve 25 frames of 320x240 a second, in which the last ever flicker, with a tone unless it is silent.</summary>
    public StreamServer(bool withSound = true)
    {
        Port = FreePort();
        string sound = withSound ? "-re -f lavfi -i sine=frequency=440:sample_rate=44100 -c:a mp2" : "";
        _arguments = $"-v error -nostdin -re -f lavfi -i testsrc=size=320x240:rate=25 {sound} -c:v mpeg2video -g 10 -bf 0 -q:v 5 -muxdelay 0 -muxpreload 0 -f mpegts -flush_packets 1 -listen 1 {Url}";
        Start();
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Its address.</summary>
    public string Url => $"http://127.0.0.1:{Port}/live";

    /// <summary>Starts it, again after <see cref="Kill"/>, and waits until it listens; it takes one caller only, so it cannot be asked.</summary>
    public void Start()
    {
        ProcessStartInfo start = new(FfmpegTools.Ffmpeg) { RedirectStandardError = true };
        foreach (string argument in _arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _process.BeginErrorReadLine();
        bool serves = SpinWait.SpinUntil(() => _process.HasExited || Serves(), TimeSpan.FromSeconds(30));
        Assert.True(serves && !_process.HasExited, $"FFmpeg does not serve {Url}.");
    }

    /// <summary>Ends it as a camera that is unplugged.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Freezes it: the connection stays, and nothing comes.</summary>
    public void Freeze() => Signal("STOP");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_process is not null)
            Kill();
    }

    private void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{_process!.Id}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    // With its one caller FFmpeg stops listening, and one that tries again and again calls within the same millisecond.
    private bool Serves()
    {
        IPGlobalProperties network = IPGlobalProperties.GetIPGlobalProperties();
        return network.GetActiveTcpListeners().Any(end => end.Port == Port)
            || network.GetActiveTcpConnections().Any(connection => connection.LocalEndPoint.Port == Port && connection.State == TcpState.Established);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
