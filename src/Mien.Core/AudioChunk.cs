namespace Mien.Core;

/// <summary>A run of mono samples.</summary>
/// <param name="Samples">Samples, nominally -1..1.</param>
/// <param name="SampleRateHz">Samples a second.</param>
/// <param name="Start">Time of the first sample.</param>
public sealed record AudioChunk(ReadOnlyMemory<float> Samples, int SampleRateHz, MediaTime Start)
{
    /// <summary>Time just after the last sample.</summary>
    public MediaTime End => Start + (MediaTime.FromSamples(Samples.Length, SampleRateHz) - MediaTime.Zero);
}
