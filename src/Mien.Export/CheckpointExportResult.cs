using Mien.Export.Onnx;

namespace Mien.Export;

/// <summary>What exporting a checkpoint made.</summary>
/// <param name="Metadata">What the file says about itself.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Parity">How it agrees with the checkpoint.</param>
/// <param name="OnRealInput">Whether parity was checked on samples of the dataset.</param>
public sealed record CheckpointExportResult(ModelMetadata Metadata, long Bytes, ParityReport Parity, bool OnRealInput)
{
    /// <summary>The inputs that the file declares.</summary>
    public required IReadOnlyList<OnnxValueInfo> Inputs { get; init; }

    /// <summary>Which sizes of the inputs are free, beside the batch, which always is.</summary>
    public required IReadOnlyList<InputSize> Sizes { get; init; }

    /// <summary>How the file agrees with the checkpoint on made-up inputs of other sizes; null where no size is free.</summary>
    public required ParityReport? OtherSizesParity { get; init; }
}
