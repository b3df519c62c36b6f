namespace Mien.Server.Streaming;

/// <summary>What a client says of its sound.</summary>
/// <param name="IsFloat">Whether samples are floats of 4 bytes; otherwise integers of 2.</param>
/// <param name="SampleRateHz">Samples a second.</param>
internal sealed record StreamAudio(bool IsFloat, int SampleRateHz)
{
    /// <summary>Bytes of a sample.</summary>
    public int SampleBytes => IsFloat ? sizeof(float) : sizeof(short);
}
