using Mien.Core;
using Mien.Torch;

namespace Mien.Models;

/// <summary>
/// Emotion from features that another program extracted. Batch norm standardises each number by the training data's own mean and
/// deviation, so that a model file takes features as they were extracted. Then a vector meets <see cref="EmotionHead"/>, a
/// multilayer perceptron; a sequence first runs through <see cref="SequenceNetwork"/>.
/// </summary>
public sealed class FeatureEmotionModel : EmotionModel
{
    private readonly FeatureModelSpec _spec;
    private readonly BatchNorm1d _norm;
    private readonly SequenceNetwork? _encoder;
    private readonly EmotionHead _head;

    /// <summary>Makes a model with random weights.</summary>
    /// <exception cref="UserErrorException">An option is out of its range.</exception>
    public FeatureEmotionModel(FeatureModelSpec spec) : base(spec)
    {
        spec.Validate();
        _spec = spec;
        _norm = RegisterModule("norm", new BatchNorm1d(spec.Dimension));
        if (spec.Sequence)
            _encoder = RegisterModule("encoder", new SequenceNetwork(spec.Dimension, spec.LstmHidden, spec.AttentionHidden));
        _head = RegisterModule("head", new EmotionHead(_encoder?.FeatureCount ?? spec.Dimension, spec.Labels, spec.Dropout, spec.HeadHidden));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> InputNames { get; } = [FeaturesInput];

    /// <summary>Scores.</summary>
    /// <param name="features">(N, Dimension), or (N, Steps, Dimension) of a model for sequences.</param>
    /// <returns>Logits, (N, labels)</returns>
    /// <exception cref="UserErrorException">The features have another shape.</exception>
    public Tensor Forward(Tensor features) => Forward(new EmotionInputs { Features = features });

    /// <inheritdoc/>
    protected override Tensor ForwardCore(EmotionInputs inputs)
    {
        Tensor features = inputs[FeaturesInput];
        if (features.Rank != (_spec.Sequence ? 3 : 2) || features.Shape[^1] != _spec.Dimension)
            throw new UserErrorException(FormattableString.Invariant(
                $"The model takes {Describe(_spec.Sequence)} of {_spec.Dimension} numbers, the data hold {Describe(features.Rank == 3)} of {features.Shape[^1]}; set model.dimension and model.sequence by data.dimension and data.steps."));
        if (_encoder is null)
            return _head.Forward(Drop(_norm.Forward(features)));
        Tensor standardised = _norm.Forward(features.Transpose(1, 2)).Transpose(1, 2); // (N, Steps, Dimension)
        return _head.Forward(_encoder.Forward(Drop(standardised)));
    }

    private Tensor Drop(Tensor features) => Functional.Dropout(features, _spec.InputDropout, IsTraining);

    private static string Describe(bool isSequence) => isSequence ? "sequences of vectors" : "single vectors";
}
