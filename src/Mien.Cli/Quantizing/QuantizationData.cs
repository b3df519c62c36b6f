using Mien.Cli.Evaluating;
using Mien.Data;
using Mien.Export.Quantization;
using Mien.Training.Options;

namespace Mien.Cli.Quantizing;

/// <summary>What a model is quantised by.</summary>
/// <param name="Training">Samples to calibrate on.</param>
/// <param name="Held">What the model is worth on validation samples.</param>
internal sealed record QuantizationData(ISampleDataset Training, IQualityMeasure Held) : IDisposable
{
    /// <summary>Opens the data of a model by what it does.</summary>
    /// <param name="model">A float ONNX file.</param>
    /// <param name="config">The config that it was trained with.</param>
    /// <param name="root">The folder of the datasets; null for the config's own.</param>
    /// <param name="overrides">Settings that go before the config's.</param>
    /// <param name="samples">Validation samples.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="Core.UserErrorException">A file is missing or damaged, or the data are not what the model expects.</exception>
    public static QuantizationData Open(string model, string config, string? root, IReadOnlyList<string>? overrides, int samples, CancellationToken cancellation)
    {
        if (PictureNetworkUnderTest.IsOne(model))
        {
            TrainingConfig settings = PictureNetworkUnderTest.Open(model, config, root, overrides).Config;
            return new QuantizationData(settings.Data.Open(DatasetPart.Training, cancellation), new TaskScore(settings, settings.Data.Open(DatasetPart.Validation, cancellation), samples));
        }
        EmotionDataOptions data;
        using (ModelUnderTest subject = ModelUnderTest.Open(model, config, root, overrides))
            data = subject.Data;
        return new QuantizationData(data.Open(DatasetPart.Training, cancellation), new EmotionAccuracy(data.Open(DatasetPart.Validation, cancellation), samples));
    }

    /// <inheritdoc/>
    public void Dispose() => (Held as IDisposable)?.Dispose();
}
