using Mien.Data;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Distributed;
using Mien.Training.Metrics;
using Mien.Training.Options;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Mien.Training.Tasks;

/// <summary>Recognising emotion, and what else a multi-task model tells.</summary>
public sealed class EmotionTask : TrainingTask
{
    private readonly IEmotionDataset _training;
    private readonly IEmotionDataset _validation;
    private readonly EmotionModel _model;
    private readonly MultiTaskLoss _loss;

    /// <summary>Makes the model with random weights, and its loss.</summary>
    /// <param name="spec">What the model is; the number of labels is the data's.</param>
    /// <param name="loss">What is minimised.</param>
    /// <param name="training">What the model learns from.</param>
    /// <param name="validation">What the best epoch is chosen by.</param>
    /// <param name="parallel">This process's part where several train together; null where it is alone.</param>
    /// <exception cref="Core.UserErrorException">The model has a head for which the data have no targets.</exception>
    public EmotionTask(ModelSpec spec, LossOptions loss, IEmotionDataset training, IEmotionDataset validation, DataParallel? parallel = null)
    {
        (_training, _validation) = (training, validation);
        Spec = spec with { Labels = training.Labels.Count };
        _model = ModelFactory.Create(Spec);
        _loss = new MultiTaskLoss(loss, _model.AuxiliaryHeads, training, LabelCounts(training), parallel);
    }

    /// <inheritdoc/>
    public override ModelSpec Spec { get; }

    /// <inheritdoc/>
    public override Module Model => _model;

    /// <inheritdoc/>
    public override Tensor Loss(SampleBatch batch)
    {
        EmotionInputs inputs = ModelInput.Of(_training, batch); // image (B, 3, H, W), audio (B, 1, M, T) or features (B, T, D)
        Tensor targets = Tensor.From(batch.Targets, batch.Count, _training.Labels.Count); // (B, C), rows sum to 1
        EmotionOutputs passed = Forward(() => _model.ForwardAll(inputs)); // logits (B, C), and what further heads say
        EmotionOutputs outputs = new(InFull(passed.Logits), passed.Auxiliary.ToDictionary(head => head.Key, head => InFull(head.Value)));
        return _loss.Compute(outputs, targets, AuxiliaryTargets.Of(_training, batch));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Outputs(ISampleDataset dataset, SampleBatch batch)
    {
        EmotionOutputs outputs = _model.ForwardAll(ModelInput.Of(dataset, batch));
        return [outputs.Logits, .. _model.AuxiliaryHeads.Select(head => outputs.Auxiliary[head])];
    }

    /// <inheritdoc/>
    protected override void Read(ISampleDataset dataset, SampleBatch batch, IReadOnlyList<NetworkOutput> outputs, Span<float> predictions)
    {
        int labels = Spec.Labels;
        for (int row = 0; row < batch.Count; row++)
            predictions[row] = TensorPrimitives.IndexOfMax(outputs[0].Values.AsSpan(row * labels, labels));
    }

    /// <inheritdoc/>
    public override ValidationResult Score(float[] predictions) => Evaluator.Score(_validation, [.. predictions.Select(label => (int)label)]);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _loss.Dispose();
        base.Dispose();
    }

    private static long[] LabelCounts(IEmotionDataset dataset)
    {
        long[] counts = new long[dataset.Labels.Count];
        for (int index = 0; index < dataset.Count; index++)
            if (dataset.LabelOf(index) is >= 0 and int label)
                counts[label]++;
        return counts;
    }
}
