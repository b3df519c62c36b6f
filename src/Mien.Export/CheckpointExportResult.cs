namespace Mien.Export;

/// <summary>What exporting a checkpoint made.</summary>
/// <param name="Metadata">What the file says about itself.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Parity">How it agrees with the checkpoint.</param>
/// <param name="OnRealInput">Whether parity was checked on samples of the dataset.</param>
public sealed record CheckpointExportResult(ModelMetadata Metadata, long Bytes, ParityReport Parity, bool OnRealInput);
