using Mien.Core;
using Mien.Data;
using Mien.Torch;
using Mien.Training.Checkpoints;
using Mien.Training.Configuration;
using Mien.Training.Metrics;
using Mien.Training.Options;
using Mien.Training.Tasks;

namespace Mien.Training.Evaluation;

/// <summary>Scores a checkpoint of whatever a run teaches, as the run itself scored its validation part.</summary>
public static class TaskEvaluation
{
    /// <summary>Whether a checkpoint is of a model that does not tell emotion, which has an evaluation of its own (<see cref="EvaluationRun"/>).</summary>
    /// <param name="path">A file that training made.</param>
    /// <exception cref="UserErrorException">The file is missing or damaged.</exception>
    public static bool IsFor(string path) => !TrainedModel.SpecOf(path).TellsEmotion;

    /// <summary>Predicts one part of the data that a checkpoint was trained with.</summary>
    /// <param name="path">A file that training made, such as <c>best.safetensors</c>.</param>
    /// <param name="dataRoot">The folder of the datasets, or null for where they were in training.</param>
    /// <param name="part">The part.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <returns>The scores, and the number of samples.</returns>
    /// <exception cref="UserErrorException">The file or the data are missing or damaged.</exception>
    public static (ValidationResult Result, int Samples) Execute(string path, string? dataRoot, DatasetPart part, CancellationToken cancellationToken = default)
    {
        using TrainedModel trained = TrainedModel.Load(path);
        TrainingConfig config = ConfigBinder.Bind<TrainingConfig>(ConfigReader.ReadText(trained.ConfigYaml, $"the settings in {path}"));
        if (dataRoot is not null)
            config = config with { Data = config.Data with { Root = Path.GetFullPath(dataRoot) } };
        ISampleDataset dataset = config.Data.Open(part, cancellationToken);
        using TrainingTask task = TaskOf(trained, config, dataset);
        return (task.Score(task.Predict(dataset, cancellationToken)), dataset.Count);
    }

    /// <summary>What a run teaches, with weights that it has learned, to be run and scored on samples.</summary>
    /// <param name="trained">The weights.</param>
    /// <param name="config">The run's settings.</param>
    /// <param name="dataset">The samples.</param>
    /// <exception cref="UserErrorException">The samples or the weights are not what the config's model takes.</exception>
    public static TrainingTask TaskOf(TrainedModel trained, TrainingConfig config, ISampleDataset dataset)
    {
        TrainingTask task = TrainingTaskFactory.Create(config, dataset, dataset);
        using (TensorScope.Begin())
            task.Model.LoadStateDict(trained.Network.StateDict());
        ChannelsLast.Apply(task.Model);
        task.Model.Eval();
        return task;
    }
}
