using Mien.Core;
using Mien.Preprocessing;

namespace Mien.Inference;

/// <summary>
/// Classifies windows of speech with a bundle's network. Any number of threads may call at the same time, each call in memory of its
/// own; allocates nothing after as many calls at a time as there were before.
/// </summary>
public sealed class SpeechEmotionClassifier : ISpeechEmotionClassifier, IDisposable
{
    private readonly Pool<EmotionNetwork> _networks;

    /// <summary>Prepares the tensors.</summary>
    /// <param name="bundle">The model; stays the caller's and must live longer.</param>
    /// <param name="frames">
    /// Length of the windows that the network is given, in frames, as <see cref="ModelBundle.AudioOf"/> takes it. Another length than the
    /// model's needs <see cref="ModelBundle.HasFreeAudioLength"/>. Null takes the model's.
    /// </param>
    /// <exception cref="UserErrorException">The model does not listen to speech, or not to windows of this length.</exception>
    public SpeechEmotionClassifier(ModelBundle bundle, int? frames = null)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        if (bundle.Metadata.Task != ModelTask.Speech || bundle.Spec.Audio is not { } audio)
            throw new UserErrorException($"The model {bundle.FilePath} does not listen to speech; give a model with the task speech.");
        if (frames is { } length)
            audio = bundle.AudioOf(length);
        Spec = bundle.Spec with { Audio = audio };
        _networks = new(() => new EmotionNetwork(bundle.Session, [1, audio.MelBands, audio.Frames], bundle.Labels.Count, maxBatch: 1));
    }

    /// <inheritdoc/>
    /// <remarks>Its sound has as many frames as were asked for.</remarks>
    public PreprocessingSpec Spec { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A length does not fit the spec.</exception>
    public void Classify(ReadOnlySpan<float> logMel, Span<float> probabilities) => Classify(logMel, probabilities, CancellationToken.None);

    /// <inheritdoc cref="Classify(ReadOnlySpan{float}, Span{float})"/>
    /// <param name="logMel">(MelBands, Frames) numbers as <see cref="PreprocessingSpec.Audio"/> says, already normalised.</param>
    /// <param name="probabilities">Receives one probability for each label.</param>
    /// <param name="cancellationToken">Ends the call, inside the network too.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Classify(ReadOnlySpan<float> logMel, Span<float> probabilities, CancellationToken cancellationToken)
    {
        AudioSpec audio = Spec.Audio!;
        if (logMel.Length != audio.MelBands * audio.Frames)
            throw new ArgumentException($"Expected {audio.MelBands * audio.Frames} numbers, got {logMel.Length}.", nameof(logMel));
        if (probabilities.Length != Spec.Labels.Count)
            throw new ArgumentException($"Expected room for {Spec.Labels.Count} probabilities, got {probabilities.Length}.", nameof(probabilities));
        EmotionNetwork network = _networks.Take();
        try
        {
            logMel.CopyTo(network.Input(0));
            network.Run(1, cancellationToken).CopyTo(probabilities);
        }
        finally
        {
            _networks.GiveBack(network);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _networks.Dispose();
}
