namespace Mien.Media;

/// <summary>The sound of a media file.</summary>
/// <param name="StreamIndex">Index of the stream in its container.</param>
/// <param name="SampleRateHz">Samples a second in the file.</param>
/// <param name="Channels">Channels in the file.</param>
/// <param name="Start">Time of the first sample on the container's clock, whose zero is the start of its earliest stream.</param>
/// <param name="Codec">FFmpeg's name of the codec.</param>
public sealed record AudioStreamInfo(int StreamIndex, int SampleRateHz, int Channels, TimeSpan Start, string Codec);
