using Mien.Core;
using Mien.Export;
using Mien.Export.Onnx;
using Mien.Preprocessing;
using Mien.Training;
using Mien.Training.Checkpoints;
using Mien.Training.Options;

namespace Mien.Cli.Evaluating;

/// <summary>A network that does not tell emotion, a face detector or one for landmarks, with the settings of the run that trained it.</summary>
/// <param name="Path">Weights that training saved, or an ONNX file.</param>
/// <param name="Config">The settings, whose data feed the network exactly as it expects.</param>
internal sealed record PictureNetworkUnderTest(string Path, TrainingConfig Config)
{
    /// <summary>Whether a file holds such a network.</summary>
    /// <exception cref="UserErrorException">The file is missing or damaged.</exception>
    public static bool IsOne(string path) => IsOnnx(path)
        ? ModelMetadata.IsPictureTask(OnnxReader.Read(path).Metadata)
        : !TrainedModel.SpecOf(path).TellsEmotion;

    /// <summary>Finds the settings and checks that the data are what the network expects.</summary>
    /// <param name="path">The network.</param>
    /// <param name="config">The config of its run.</param>
    /// <param name="root">The folder of the datasets; null for the config's own.</param>
    /// <param name="overrides">Settings that go before the config's, as <c>key.inner=value</c>.</param>
    /// <exception cref="UserErrorException">A file is missing or damaged, or the data are others.</exception>
    public static PictureNetworkUnderTest Open(string path, string config, string? root, IReadOnlyList<string>? overrides)
    {
        TrainingConfig settings = TrainingRun.LoadConfig(config, overrides, root);
        (string task, string spec) = IsOnnx(path) ? ModelMetadata.TaskAndSpec(OnnxReader.Read(path).Metadata, path) : Stored(path);
        if (settings.Model.Task != task)
            throw new UserErrorException($"{path} is a {task} model, but the config {config} is of a {settings.Model.Task} model; name the config that it was trained with.");
        SameInput.Require(PreprocessingSpec.FromJson(spec), path, settings.Data, config);
        return new PictureNetworkUnderTest(path, settings);
    }

    /// <summary>Whether a file is an ONNX model by its name.</summary>
    public static bool IsOnnx(string path) => string.Equals(System.IO.Path.GetExtension(path), ".onnx", StringComparison.OrdinalIgnoreCase);

    private static (string Task, string Spec) Stored(string path)
    {
        using TrainedModel trained = TrainedModel.Load(path);
        return (trained.ModelSpec.Task, trained.Spec.ToJson());
    }
}
