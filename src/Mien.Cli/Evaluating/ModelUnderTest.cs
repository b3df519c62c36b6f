using Mien.Core;
using Mien.Training;
using Mien.Training.Evaluation;
using Mien.Training.Options;

namespace Mien.Cli.Evaluating;

/// <summary>A model to evaluate, a checkpoint or an ONNX file, with the data to evaluate it on.</summary>
/// <param name="Predictor">The model.</param>
/// <param name="Data">The data, which feed the model exactly as it expects.</param>
internal sealed record ModelUnderTest(IEmotionPredictor Predictor, EmotionDataOptions Data) : IDisposable
{
    /// <summary>Opens a model and finds its data.</summary>
    /// <param name="modelPath">Weights that training saved, or an ONNX file.</param>
    /// <param name="data">A config whose data section is used, or the folder of the datasets, or null for where they were in training.</param>
    /// <param name="root">The folder of the datasets where <paramref name="data"/> is a config; null for the config's own.</param>
    /// <param name="overrides">Settings that go before the config's, as <c>key.inner=value</c>.</param>
    /// <param name="pictureSize">Width of the pictures that an ONNX file is given, and that the data are read at; null for the model's own.</param>
    /// <exception cref="UserErrorException">A file is missing or damaged, or the data are not what the model expects.</exception>
    public static ModelUnderTest Open(string modelPath, string? data, string? root, IReadOnlyList<string>? overrides = null, int? pictureSize = null)
    {
        bool isConfig = data is not null && Path.GetExtension(data) is ".yaml" or ".yml";
        if (!isConfig && (root is not null || overrides is { Count: > 0 }))
            throw new UserErrorException("--root and --set go with a config: name one with --data CONFIG, or give the folder with --data alone.");
        bool isOnnx = string.Equals(Path.GetExtension(modelPath), ".onnx", StringComparison.OrdinalIgnoreCase);
        if (pictureSize is not null && !isOnnx)
            throw new UserErrorException($"--picture-size goes with an ONNX file, not with {modelPath}; export it first.");
        if (pictureSize is { } size)
            overrides = [.. overrides ?? [], $"data.image_size={size}"];
        if (isOnnx && !isConfig)
            throw new UserErrorException($"{modelPath} does not say which data it was trained on; name a config, for example --data configs/face/fer2013.yaml.");

        IEmotionPredictor predictor = isOnnx ? OnnxPredictor.Load(modelPath, pictureSize) : CheckpointPredictor.Load(modelPath);
        try
        {
            EmotionDataOptions configured = isConfig
                ? TrainingRun.LoadConfig(data!, overrides, root).Data as EmotionDataOptions ?? throw new UserErrorException($"The data of {data} hold no emotions; name a config of faces or recordings with emotion labels.")
                : ((CheckpointPredictor)predictor).TrainingData();
            if (!isConfig && data is not null)
                configured = configured with { Root = Path.GetFullPath(data) };
            SameInput.Require(predictor.Spec, predictor.Name, configured, data);
            return new ModelUnderTest(predictor, configured);
        }
        catch
        {
            predictor.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Predictor.Dispose();
}
