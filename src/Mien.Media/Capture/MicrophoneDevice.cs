namespace Mien.Media;

/// <summary>A microphone of this machine.</summary>
/// <param name="Input">What it is captured by.</param>
/// <param name="Name">What it calls itself.</param>
/// <param name="IsDefault">Whether the system takes it where none is named.</param>
public sealed record MicrophoneDevice(CaptureInput Input, string Name, bool IsDefault);
