using Mien.Core;
using Mien.Data;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Distributed;
using Mien.Training.Metrics;
using Mien.Training.Options;

namespace Mien.Training.Tasks;

/// <summary>Finding 68 landmarks of aligned faces, and, where the dataset says which are hidden, telling them.</summary>
public sealed class FaceLandmarkTask : TrainingTask
{
    private readonly ISampleDataset _training;
    private readonly FaceLandmarkModel _model;
    private readonly LandmarkLoss _loss;
    private readonly double _hiddenWeight;
    private readonly DataParallel? _parallel;

    /// <summary>Makes the model with random weights, and its loss.</summary>
    /// <param name="spec">What the model is.</param>
    /// <param name="loss">What is minimised.</param>
    /// <param name="training">What the model learns from: faces with <see cref="AuxiliaryTarget.Landmarks68"/>.</param>
    /// <param name="parallel">This process's part where several train together; null where it is alone.</param>
    /// <exception cref="UserErrorException">The crops have another size than the model's.</exception>
    public FaceLandmarkTask(FaceLandmarkSpec spec, LandmarkLossOptions loss, ISampleDataset training, DataParallel? parallel = null)
    {
        (Spec, _training, _parallel) = (spec, training, parallel);
        if (training.Inputs[0].Shape[1] != spec.ImageSize || training.Inputs[0].Shape[2] != spec.ImageSize)
            throw new UserErrorException($"The data give crops of {training.Inputs[0].Shape[2]} x {training.Inputs[0].Shape[1]} pixels, but model.image_size is {spec.ImageSize}; set both alike.");
        _model = new FaceLandmarkModel(spec);
        _loss = new LandmarkLoss(loss);
        _hiddenWeight = loss.Hidden;
    }

    /// <inheritdoc/>
    public override ModelSpec Spec { get; }

    /// <inheritdoc/>
    public override Module Model => _model;

    /// <summary>The true points and the predicted ones.</summary>
    public override int PredictionLength => 2 * LandmarkHead.Length;

    /// <inheritdoc/>
    public override Tensor Loss(SampleBatch batch)
    {
        IReadOnlyDictionary<string, AuxiliaryTargets> targets = AuxiliaryTargets.Of(_training, batch);
        AuxiliaryTargets points = targets[LandmarkHead.Name];
        Tensor[] predicted = [.. Forward(() => _model.Forward(ModelInput.PicturesOf(_training, batch))).Select(InFull)];
        Tensor loss = _loss.Compute(predicted[0], points.Values, points.Known, _parallel);
        return _hiddenWeight > 0 && targets.TryGetValue(AuxiliaryTarget.Hidden68.Name, out AuxiliaryTargets? hidden) ? loss + HiddenLoss(predicted[1], hidden) * _hiddenWeight : loss;
    }

    // The mean over the points of which it is known, in all processes.
    private Tensor HiddenLoss(Tensor logits, AuxiliaryTargets hidden)
    {
        Tensor losses = Functional.BinaryCrossEntropyWithLogits(logits, hidden.Values * hidden.Known, reduction: Reduction.None) * hidden.Known;
        Tensor totals = Tensor.Stack([losses.Sum(), hidden.Known.Sum()]); // (2)
        totals = _parallel?.Sum(totals) ?? totals;
        return totals.Select(0, 0) / totals.Select(0, 1).Clamp(1, null);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Outputs(ISampleDataset dataset, SampleBatch batch) => _model.Forward(ModelInput.PicturesOf(dataset, batch));

    /// <inheritdoc/>
    protected override void Read(ISampleDataset dataset, SampleBatch batch, IReadOnlyList<NetworkOutput> outputs, Span<float> predictions)
    {
        float[] actual = AuxiliaryTargets.Of(dataset, batch)[LandmarkHead.Name].Values.ToArray<float>();
        for (int row = 0; row < batch.Count; row++)
        {
            Span<float> prediction = predictions.Slice(row * PredictionLength, PredictionLength);
            actual.AsSpan(row * LandmarkHead.Length, LandmarkHead.Length).CopyTo(prediction);
            outputs[0].Values.AsSpan(row * LandmarkHead.Length, LandmarkHead.Length).CopyTo(prediction[LandmarkHead.Length..]);
        }
    }

    /// <inheritdoc/>
    public override ValidationResult Score(float[] predictions) => new LandmarkValidation(LandmarkError.Of(
        SampleRows.Columns(predictions, predictions.Length / PredictionLength, 0, LandmarkHead.Length), SampleRows.Columns(predictions, predictions.Length / PredictionLength, LandmarkHead.Length, LandmarkHead.Length)));

    /// <inheritdoc/>
    public override void Dispose()
    {
        _loss.Dispose();
        base.Dispose();
    }
}
