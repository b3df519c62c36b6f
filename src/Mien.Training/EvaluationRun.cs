using Mien.Core;
using Mien.Data;
using Mien.Torch;
using Mien.Training.Checkpoints;
using Mien.Training.Configuration;
using Mien.Training.Metrics;
using Mien.Training.Options;

namespace Mien.Training;

/// <summary>Scores trained weights on one part of the data that they were trained with: what `mien evaluate` does.</summary>
public static class EvaluationRun
{
    /// <summary>Predicts every sample of a part and scores the whole and each of its groups.</summary>
    /// <param name="checkpointPath">Weights that training made.</param>
    /// <param name="part">The part; <see cref="DatasetPart.Test"/> is for the one report at the end.</param>
    /// <param name="dataRoot">The folder that holds the datasets; null for where they were in training.</param>
    /// <param name="threads">Threads of libtorch; 0 means all cores.</param>
    /// <param name="advanced">Told the share of samples done, 0..1, or null.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <returns>Scores by name; the first is that of all samples.</returns>
    /// <exception cref="UserErrorException">The weights or the data are missing or unreadable.</exception>
    public static IReadOnlyList<(string Name, ClassificationResult Result)> Execute(
        string checkpointPath, DatasetPart part, string? dataRoot = null, int threads = 0, Action<double>? advanced = null, CancellationToken cancellationToken = default)
    {
        TorchThreads.Set(threads > 0 ? threads : Environment.ProcessorCount);
        using TrainedModel trained = TrainedModel.Load(checkpointPath);
        TrainingConfig config = ConfigBinder.Bind<TrainingConfig>(ConfigReader.ReadText(trained.ConfigYaml, "the checkpoint's settings"));
        DataOptions data = dataRoot is null ? config.Data : config.Data with { Root = Path.GetFullPath(dataRoot) };
        IEmotionDataset dataset = data.Open(part, cancellationToken);
        int[] predictions = Evaluator.Predict(
            trained.Model, dataset, advanced: advanced is null ? null : done => advanced((double)done / dataset.Count), cancellationToken: cancellationToken);
        return
        [
            ("all samples", Evaluator.Score(dataset, predictions)),
            .. dataset.Groups.Select(group => (group.Name, Evaluator.Score(dataset, predictions, group.Indices))),
        ];
    }
}
