using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// Speech encoder: standardised log-mel spectra (N, 1, MelBands, frames), at least 4 frames, to features (N, <see cref="FeatureCount"/>).
/// Four convolution blocks pool frequency by 16 and time by 4, a bidirectional LSTM runs along TIME, attention pools over time.
/// 859,169 parameters and 256 features with the default options.
/// </summary>
public sealed class AudioNetwork : Module<Tensor, Tensor>
{
    private static readonly int[] s_poolSteps = [2, 2, 1, 1];

    private readonly Sequential _blocks;
    private readonly Lstm _lstm;
    private readonly AttentionPooling _pool;

    /// <summary>Makes a network with PyTorch's default initialisation.</summary>
    /// <exception cref="Mien.Core.UserErrorException">An option is out of its range.</exception>
    public AudioNetwork(AudioNetworkOptions? options = null)
    {
        Options = options ?? new AudioNetworkOptions();
        Options.Validate();
        int[] channels = [1, .. Options.Channels]; // the input has one channel
        _blocks = RegisterModule("blocks", new Sequential(
            s_poolSteps.Select((steps, i) => new AudioConvBlock(channels[i], channels[i + 1], steps, Options.Dropout))));
        int bandsLeft = Options.MelBands >> s_poolSteps.Length;
        _lstm = RegisterModule("lstm", new Lstm(channels[^1] * bandsLeft, Options.LstmHidden, batchFirst: true, bidirectional: true));
        _pool = RegisterModule("pool", new AttentionPooling(FeatureCount, Options.AttentionHidden));
    }

    /// <summary>The network's size.</summary>
    public AudioNetworkOptions Options { get; }

    /// <summary>Features a clip: twice the LSTM's hidden units, 256 by default.</summary>
    public int FeatureCount => 2 * Options.LstmHidden;

    /// <summary>The LSTM's output at each step; a step is four frames.</summary>
    /// <param name="logMel">(N, 1, MelBands, frames), standardised; at least 4 frames.</param>
    /// <returns>(N, frames / 4, <see cref="FeatureCount"/>)</returns>
    public Tensor ForwardSequence(Tensor logMel)
    {
        using ModuleCall call = Enter();
        using TensorScope scope = TensorScope.Begin();
        return scope.MoveOut(Sequence(logMel));
    }

    /// <summary>The weighted mean over time of <see cref="ForwardSequence"/>'s result.</summary>
    /// <param name="sequence">(N, steps, <see cref="FeatureCount"/>)</param>
    /// <returns>(N, <see cref="FeatureCount"/>)</returns>
    public Tensor Pool(Tensor sequence)
    {
        using ModuleCall call = Enter();
        return _pool.Forward(sequence);
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor logMel) => _pool.Forward(Sequence(logMel));

    private Tensor Sequence(Tensor logMel)
    {
        Tensor map = _blocks.Forward(logMel); // (N, C, MelBands / 16, frames / 4)
        // Time becomes the sequence; channels and the bands left become one feature vector a step.
        Tensor steps = map.Permute(0, 3, 1, 2).Flatten(2); // (N, frames / 4, C * MelBands / 16)
        return _lstm.Forward(steps).Output;
    }
}
