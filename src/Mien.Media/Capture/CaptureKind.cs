namespace Mien.Media;

/// <summary>What a live input is, and with it how FFmpeg opens it.</summary>
public enum CaptureKind
{
    /// <summary>A camera of Video4Linux2, such as <c>/dev/video0</c>.</summary>
    V4l2,

    /// <summary>A microphone of ALSA, such as <c>plughw:1,0</c>.</summary>
    Alsa,

    /// <summary>A source of PulseAudio or of PipeWire's stand-in for it.</summary>
    Pulse,

    /// <summary>A live stream of the network, such as <c>rtsp://...</c> or <c>http://...</c>.</summary>
    Network,

    /// <summary>A film or recording that is played in real time as if it were live.</summary>
    File,
}
