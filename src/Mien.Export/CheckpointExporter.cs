using Mien.Core;
using Mien.Export.Onnx;
using Mien.Interop.OnnxRuntime;
using Mien.Models;
using Mien.Preprocessing;
using Mien.Torch;
using Mien.Training.Checkpoints;
using Mien.Training.Configuration;
using Mien.Training.Options;

namespace Mien.Export;

/// <summary>From what training saved to a model file that analysis runs: what `mien export` does.</summary>
public static class CheckpointExporter
{
    private const int SamplesOfOtherSize = 4;

    /// <summary>Exports, checks the result against the checkpoint in ONNX Runtime, and writes it only where both agree.</summary>
    /// <param name="checkpointPath">A file that training made, such as <c>best.safetensors</c>.</param>
    /// <param name="outputPath">The ONNX file to make or replace.</param>
    /// <param name="options">What the file says about itself, and what parity is checked on.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="UserErrorException">A file or dataset is missing or unreadable, or the result does not agree.</exception>
    public static CheckpointExportResult Export(
        string checkpointPath, string outputPath, CheckpointExportOptions options, CancellationToken cancellationToken = default)
    {
        options.Validate();
        using TrainedModel trained = TrainedModel.Load(checkpointPath);
        ModelMetadata metadata = new()
        {
            Name = options.Name ?? trained.Name,
            Version = options.Version,
            License = options.License,
            Reliability = options.Reliability ?? ReliabilityOf(trained.Validation),
        };
        bool tellsEmotion = PictureNetwork.Of(trained.Network) is null;
        ExportedModel exported = tellsEmotion ? OnnxExporter.Make(trained.Model, trained.Spec, metadata, trained.Ranges) : PictureNetworkExporter.Make(trained.Network, trained.Spec, metadata, trained.Ranges);
        ReadOnlyMemory<byte> content = OnnxWriter.ToMemory(exported.Onnx);

        using OrtSession session = OrtSession.Load(content, outputPath);
        ParityReport parity = tellsEmotion
            ? ParityReport.Measure(trained.Model, session, Cancellable(Inputs(trained, options, cancellationToken), cancellationToken))
            : PictureNetworkExporter.Compare(trained.Network, session, Cancellable(Pictures(trained, options, cancellationToken), cancellationToken));
        if (!parity.Agrees)
            throw new UserErrorException($"The exported model {parity}; nothing was written to {outputPath}.");
        PreprocessingSpec[] otherSizes = [.. ParityInputs.OtherSizes(trained.Spec, exported.Sizes)];
        ParityReport? elsewhere = otherSizes.Length == 0 ? null
            : tellsEmotion ? ParityReport.Measure(trained.Model, session, Cancellable(otherSizes.SelectMany(spec => ParityInputs.Random(trained.Model, spec, SamplesOfOtherSize)), cancellationToken))
            : PictureNetworkExporter.Compare(trained.Network, session, Cancellable(otherSizes.SelectMany(spec => ParityInputs.RandomPictures(SamplesOfOtherSize, (spec.Image!.Height, spec.Image.Width))), cancellationToken));
        if (elsewhere is { Agrees: false })
            throw new UserErrorException($"The exported model, given inputs of other sizes, {elsewhere}; nothing was written to {outputPath}.");
        AtomicFile.Write(outputPath, stream => stream.Write(content.Span));
        return new CheckpointExportResult(metadata, content.Length, parity, options.DataRoot is not null)
        {
            Inputs = exported.Onnx.Graph.Inputs,
            Sizes = exported.Sizes,
            OtherSizesParity = elsewhere,
        };
    }

    // Of a model that does not tell emotion: its average precision, or what its landmarks' error leaves of 1.
    private static double ReliabilityOf(ValidationSummary validation) =>
        validation.Score(SelectionMetric.Uar) ?? validation.Score(SelectionMetric.AveragePrecision) ?? Math.Max(0, 1 - (validation.Score(SelectionMetric.NormalizedMeanError) ?? 1));

    private static IEnumerable<EmotionInputs> Inputs(TrainedModel trained, CheckpointExportOptions options, CancellationToken cancellationToken)
    {
        if (options.DataRoot is not { } root)
            return ParityInputs.Random(trained.Model, trained.Spec, options.ParitySamples);
        EmotionDataOptions data = (EmotionDataOptions)Settings(trained).Data with { Root = Path.GetFullPath(root) };
        return ParityInputs.From(data.Open(DatasetPart.Validation, cancellationToken), () => data.Open(DatasetPart.Training, cancellationToken), options.ParitySamples);
    }

    private static IEnumerable<Tensor> Pictures(TrainedModel trained, CheckpointExportOptions options, CancellationToken cancellationToken)
    {
        if (options.DataRoot is not { } root)
            return ParityInputs.RandomPictures(options.ParitySamples, trained.Network is FaceDetectorModel ? null : (trained.Spec.Image!.Height, trained.Spec.Image.Width));
        DataOptions data = Settings(trained).Data with { Root = Path.GetFullPath(root) };
        return ParityInputs.Pictures(data.Open(DatasetPart.Validation, cancellationToken), options.ParitySamples);
    }

    private static TrainingConfig Settings(TrainedModel trained) => ConfigBinder.Bind<TrainingConfig>(ConfigReader.ReadText(trained.ConfigYaml, "the checkpoint's settings"));

    private static IEnumerable<T> Cancellable<T>(IEnumerable<T> batches, CancellationToken cancellationToken)
    {
        foreach (T batch in batches)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return batch;
        }
    }
}
