using Mien.Core;
using Mien.Preprocessing;

namespace Mien.Inference;

/// <summary>
/// Classifies windows of speech with a bundle's network. Safe for use from several threads, which take turns; allocates
/// nothing after the first call.
/// </summary>
public sealed class SpeechEmotionClassifier : ISpeechEmotionClassifier, IDisposable
{
    private readonly Lock _turn = new();
    private readonly EmotionNetwork _network;

    /// <summary>Prepares the tensors.</summary>
    /// <param name="bundle">The model; stays the caller's and must live longer.</param>
    /// <exception cref="UserErrorException">The model does not listen to speech.</exception>
    public SpeechEmotionClassifier(ModelBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        if (bundle.Metadata.Task != ModelTask.Speech || bundle.Spec.Audio is not { } audio)
            throw new UserErrorException($"The model {bundle.FilePath} does not listen to speech; give a model with the task speech.");
        Spec = bundle.Spec;
        _network = new EmotionNetwork(bundle.Session, [1, audio.MelBands, audio.Frames], bundle.Labels.Count, maxBatch: 1);
    }

    /// <inheritdoc/>
    public PreprocessingSpec Spec { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit the spec.</exception>
    public void Classify(ReadOnlySpan<float> logMel, Span<float> probabilities)
    {
        if (logMel.Length != _network.ItemLength)
            throw new ArgumentException($"Expected {_network.ItemLength} numbers, got {logMel.Length}.", nameof(logMel));
        if (probabilities.Length != Spec.Labels.Count)
            throw new ArgumentException($"Expected room for {Spec.Labels.Count} probabilities, got {probabilities.Length}.", nameof(probabilities));
        lock (_turn)
        {
            logMel.CopyTo(_network.Input(0));
            _network.Run(1).CopyTo(probabilities);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();
}
