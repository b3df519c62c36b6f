using Mien.Core;
using Mien.Data;
using Mien.Data.Scenes;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Detection;
using Mien.Training.Distributed;
using Mien.Training.Metrics;
using Mien.Training.Options;
using Mien.Vision;

namespace Mien.Training.Tasks;

/// <summary>Finding faces.</summary>
public sealed class FaceDetectionTask : TrainingTask
{
    private const float LowestConfidence = 0.02f, SameFace = 0.4f;
    private const int MostDetections = 60;

    private readonly FaceDetectorModel _model;
    private readonly FaceDetectionLoss _loss;
    private readonly ISampleDataset _training;
    private readonly DataParallel? _parallel;

    /// <summary>Makes the model with random weights, and its loss.</summary>
    /// <param name="spec">What the model is.</param>
    /// <param name="loss">What is minimised.</param>
    /// <param name="training">What the model learns from: pictures with <see cref="FaceTargets"/>.</param>
    /// <param name="parallel">This process's part where several train together; null where it is alone.</param>
    public FaceDetectionTask(FaceDetectorSpec spec, DetectionLossOptions loss, ISampleDataset training, DataParallel? parallel = null)
    {
        (Spec, _training, _parallel) = (spec, training, parallel);
        _model = new FaceDetectorModel(spec);
        IReadOnlyList<int> shape = training.Inputs[0].Shape;
        _loss = new FaceDetectionLoss(loss, shape[1], shape[2]);
    }

    /// <inheritdoc/>
    public override ModelSpec Spec { get; }

    /// <inheritdoc/>
    public override Module Model => _model;

    /// <summary>Number of faces, number of detections, and of each detection its confidence and what it was.</summary>
    public override int PredictionLength => 2 + 2 * MostDetections;

    /// <inheritdoc/>
    public override Tensor Loss(SampleBatch batch) => _loss.Compute([.. Forward(() => _model.Forward(ModelInput.PicturesOf(_training, batch))).Select(InFull)], batch, _parallel);

    /// <inheritdoc/>
    public override int PredictionBatch => 16;

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Outputs(ISampleDataset dataset, SampleBatch batch) => _model.Forward(ModelInput.PicturesOf(dataset, batch));

    /// <inheritdoc/>
    protected override void Read(ISampleDataset dataset, SampleBatch batch, IReadOnlyList<NetworkOutput> outputs, Span<float> predictions)
    {
        int length = batch.Auxiliary.Length / batch.Count;
        for (int sample = 0; sample < batch.Count; sample++)
        {
            IReadOnlyList<SceneFace> faces = FaceTargets.Read(batch.Auxiliary.AsSpan(sample * length, length));
            Write(Detections(outputs, sample), faces, predictions.Slice(sample * PredictionLength, PredictionLength));
        }
    }

    /// <inheritdoc/>
    public override ValidationResult Score(float[] predictions)
    {
        (int faces, List<(float, bool)> detections) = (0, []);
        for (int row = 0; row < predictions.Length; row += PredictionLength)
        {
            faces += (int)predictions[row];
            for (int i = 0; i < (int)predictions[row + 1]; i++)
                if ((DetectionOutcome)predictions[row + 3 + 2 * i] is var outcome && outcome != DetectionOutcome.Ignored)
                    detections.Add((predictions[row + 2 + 2 * i], outcome == DetectionOutcome.True));
        }
        return new DetectionResult(predictions.Length / PredictionLength, faces, detections);
    }

    private static List<FaceDetection> Detections(IReadOnlyList<NetworkOutput> maps, int sample)
    {
        List<FaceDetection> detections = [];
        for (int level = 0; level < maps.Count; level++)
        {
            (int rows, int columns) = ((int)maps[level].Shape[2], (int)maps[level].Shape[3]);
            int length = FaceDetectorModel.CellLength * rows * columns;
            FaceMapDecoder.Decode(maps[level].Values.AsSpan(sample * length, length), columns, rows, FaceDetectorModel.Strides[level], LowestConfidence, 1, 1, detections);
        }
        NonMaximumSuppression.Apply(detections, SameFace, MostDetections);
        return detections;
    }

    private static void Write(List<FaceDetection> detections, IReadOnlyList<SceneFace> faces, Span<float> row)
    {
        DetectionOutcome[] outcomes = DetectionMatch.Compare(detections, faces);
        (row[0], row[1]) = (faces.Count(face => !face.IsIgnored), detections.Count);
        for (int i = 0; i < outcomes.Length; i++)
            (row[2 + 2 * i], row[3 + 2 * i]) = (detections[i].Confidence, (float)outcomes[i]);
    }
}
