using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// A bidirectional LSTM along time with attention pooling (Mirsamadi et al. 2017): sequences of vectors (N, steps, inputs) to
/// features (N, <see cref="FeatureCount"/>).
/// </summary>
public sealed class SequenceNetwork : Module<Tensor, Tensor>
{
    private readonly Lstm _lstm;
    private readonly AttentionPooling _pool;

    /// <summary>Makes a network with PyTorch's default initialisation.</summary>
    /// <param name="inputs">Numbers in a vector.</param>
    /// <param name="hidden">Hidden units of the LSTM in each direction.</param>
    /// <param name="attentionHidden">Hidden units of the attention.</param>
    public SequenceNetwork(int inputs, int hidden, int attentionHidden)
    {
        FeatureCount = 2 * hidden;
        _lstm = RegisterModule("lstm", new Lstm(inputs, hidden, batchFirst: true, bidirectional: true));
        _pool = RegisterModule("pool", new AttentionPooling(FeatureCount, attentionHidden));
    }

    /// <summary>Features of a sequence: twice the LSTM's hidden units.</summary>
    public int FeatureCount { get; }

    /// <summary>The LSTM's output at each step.</summary>
    /// <param name="sequence">(N, steps, inputs)</param>
    /// <returns>(N, steps, <see cref="FeatureCount"/>): the forward direction's half, then the backward one's.</returns>
    public Tensor ForwardSequence(Tensor sequence)
    {
        using ModuleCall call = Enter();
        using TensorScope scope = TensorScope.Begin();
        return scope.MoveOut(_lstm.Forward(sequence).Output);
    }

    /// <inheritdoc/>
    protected override Tensor ForwardCore(Tensor sequence) => _pool.Forward(_lstm.Forward(sequence).Output);
}
