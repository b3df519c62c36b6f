using Mien.Models;
using Mien.Torch;
using Mien.Training.Checkpoints;
using Mien.Training.Options;
using Mien.Training.Progress;
using Mien.Training.Quantization;

namespace Mien.Training.Hooks;

/// <summary>Keeps the weights of the best epoch, and of every so many epochs the last few; the checkpoint to go on from is the trainer's.</summary>
/// <param name="config">The run's settings.</param>
/// <param name="folder">Takes the weights.</param>
/// <param name="model">The model.</param>
/// <param name="spec">What it is.</param>
/// <param name="ranges">Gives the ranges of its activations where it learns for 8 bits, else null.</param>
public sealed class KeptModels(TrainingConfig config, RunFolder folder, Module model, ModelSpec spec, Func<IReadOnlyDictionary<string, QuantizedRange>?> ranges) : ITrainingHook
{
    /// <inheritdoc/>
    public void EpochEnded(EpochReport epoch, float[] predictions)
    {
        if (epoch.IsBest)
            Save(folder.BestModel, epoch);
        if (config.KeepEvery == 0 || epoch.Epoch % config.KeepEvery != 0)
            return;
        Save(folder.ModelOf(epoch.Epoch), epoch);
        if (config.KeepLast > 0)
            foreach (string path in folder.ModelsOfEpochs.Where(kept => kept.Epoch <= epoch.Epoch - config.KeepLast * config.KeepEvery).Select(kept => kept.Path))
                File.Delete(path);
    }

    private void Save(string path, EpochReport epoch) =>
        TrainedModel.Save(path, model.StateDict(), spec, config, ValidationSummary.Of(epoch.Epoch, epoch.Validation), ranges());
}
