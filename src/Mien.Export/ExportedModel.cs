using Mien.Export.Onnx;

namespace Mien.Export;

/// <summary>A model in ONNX's form, not yet written.</summary>
/// <param name="Onnx">The model.</param>
/// <param name="Sizes">Which sizes of its inputs are free, beside the batch, which always is.</param>
public sealed record ExportedModel(OnnxModel Onnx, IReadOnlyList<InputSize> Sizes);
