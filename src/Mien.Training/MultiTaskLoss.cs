using Mien.Core;
using Mien.Data;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Distributed;
using Mien.Training.Options;

namespace Mien.Training;

/// <summary>The weighted sum of the losses of a model's heads: emotion, and where they are there landmarks, valence and arousal.</summary>
public sealed class MultiTaskLoss : IDisposable
{
    private readonly LossOptions _options;
    private readonly DataParallel? _parallel;
    private readonly SoftTargetLoss _emotion;
    private readonly LandmarkLoss? _landmarks;
    private readonly bool _hasAffect;

    /// <summary>Makes the loss of a model on a dataset.</summary>
    /// <param name="options">Which losses, and their weights.</param>
    /// <param name="heads">The model's further heads.</param>
    /// <param name="dataset">The training data.</param>
    /// <param name="labelCounts">Training samples of each label, (C).</param>
    /// <param name="parallel">This process's part where batches are shares of larger ones; null where they are whole.</param>
    /// <exception cref="UserErrorException">The model has a head for which the data have no targets.</exception>
    public MultiTaskLoss(LossOptions options, IReadOnlyList<string> heads, IEmotionDataset dataset, IReadOnlyList<long> labelCounts, DataParallel? parallel = null)
    {
        foreach (string head in heads)
            if (dataset.AuxiliaryTargets.All(target => target.Name != head))
                throw new UserErrorException($"The model has a head for {head}, but the training data hold none; leave it out of the model section, or choose data with {head}.");
        (_options, _parallel) = (options, parallel);
        _emotion = new SoftTargetLoss(options, labelCounts);
        if (heads.Contains(LandmarkHead.Name))
            _landmarks = new LandmarkLoss(options.Landmarks);
        _hasAffect = heads.Contains(AffectHead.Name);
    }

    /// <summary>The loss of a batch. Of a share of a larger one it is such that the mean of all shares' gradients is the larger one's gradient.</summary>
    /// <param name="outputs">What the model says.</param>
    /// <param name="targets">Label probabilities, (B, C).</param>
    /// <param name="auxiliary">Targets of the further heads, as <see cref="AuxiliaryTargets.Of"/> gives them.</param>
    /// <returns>A scalar.</returns>
    public Tensor Compute(EmotionOutputs outputs, Tensor targets, IReadOnlyDictionary<string, AuxiliaryTargets> auxiliary)
    {
        List<Tensor> terms = [];
        if (_options.EmotionWeight > 0)
            terms.Add(_emotion.Compute(outputs.Logits, targets) * _options.EmotionWeight);
        if (_landmarks is not null && _options.Landmarks.Weight > 0)
        {
            AuxiliaryTargets points = auxiliary[LandmarkHead.Name];
            terms.Add(_landmarks.Compute(outputs.Auxiliary[LandmarkHead.Name], points.Values, points.Known, _parallel) * _options.Landmarks.Weight);
        }
        if (_hasAffect && _options.AffectWeight > 0)
        {
            AuxiliaryTargets affect = auxiliary[AffectHead.Name];
            terms.Add(AffectLoss.Compute(outputs.Auxiliary[AffectHead.Name], affect.Values, affect.Known, _parallel) * _options.AffectWeight);
        }
        return terms.Count > 0
            ? terms.Aggregate((sum, term) => sum + term)
            : throw new UserErrorException("Every loss has the weight 0; set loss.emotion_weight, loss.landmarks.weight or loss.affect_weight above 0.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _emotion.Dispose();
        _landmarks?.Dispose();
    }
}
