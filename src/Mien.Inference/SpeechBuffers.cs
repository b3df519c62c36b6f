using Mien.Preprocessing;

namespace Mien.Inference;

/// <summary>What one analysis of speech at a time needs.</summary>
/// <param name="spec">What the model expects of its sound.</param>
internal sealed class SpeechBuffers(AudioSpec spec)
{
    public LogMelExtractor LogMel { get; } = new(spec);

    /// <summary>(MelBands, Frames).</summary>
    public float[] Features { get; } = new float[spec.MelBands * spec.Frames];
}
