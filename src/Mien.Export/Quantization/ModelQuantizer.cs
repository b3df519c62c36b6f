using Mien.Core;
using Mien.Data;
using Mien.Export.Onnx;

namespace Mien.Export.Quantization;

/// <summary>Brings a model file to 8-bit integers, with ranges from calibration on real samples or from training: what `mien quantize --to int8` does.</summary>
public static class ModelQuantizer
{
    /// <summary>Whether a model file needs no calibration: it was trained for integers and holds the ranges.</summary>
    /// <exception cref="UserErrorException">The file is missing or damaged.</exception>
    public static bool HasRanges(string modelPath) => TrainedRanges.Of(OnnxReader.Read(modelPath), modelPath) is not null;

    /// <summary>Quantises a model, puts layers back to floats while it loses too much, and writes the file when ONNX Runtime has loaded it.</summary>
    /// <param name="modelPath">An ONNX file that `mien export` made.</param>
    /// <param name="outputPath">The file to make or replace.</param>
    /// <param name="training">Samples that ranges are found on, and the errors of single layers; null for a model that was trained for integers.</param>
    /// <param name="held">What the model is worth; null holds it to nothing.</param>
    /// <param name="options">How.</param>
    /// <param name="advanced">Told in words what is being done, or null.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="UserErrorException">The file is missing, is no float model or holds no layer that could be quantised, or the data do not fit it.</exception>
    public static QuantizationResult Quantize(
        string modelPath,
        string outputPath,
        ISampleDataset? training,
        IQualityMeasure? held,
        QuantizationOptions options,
        Action<string>? advanced = null,
        CancellationToken cancellationToken = default)
    {
        options.Validate();
        OnnxModel model = FloatModel.Read(modelPath);
        QuantizationSearch search = new(model, FloatStem.Of(model.Graph), modelPath, options, advanced ?? (_ => { }), cancellationToken);
        (OnnxGraph graph, QuantizationResult result) = search.Run(training, held);
        long bytes = FloatModel.Write(TrainedRanges.Remove(model) with { Graph = graph }, outputPath);
        return result with { FloatBytes = new FileInfo(modelPath).Length, Bytes = bytes };
    }
}
