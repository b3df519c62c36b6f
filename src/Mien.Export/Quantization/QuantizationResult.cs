namespace Mien.Export.Quantization;

/// <summary>How a model came to 8 bits.</summary>
/// <param name="FloatBytes">Size of the float file.</param>
/// <param name="Bytes">Size of the file made.</param>
/// <param name="TrainedRanges">Whether the ranges are those that training found.</param>
/// <param name="Layers">The layers in the graph's order.</param>
/// <param name="Held">What the model's worth was held by; null where there was nothing to hold it by.</param>
public sealed record QuantizationResult(long FloatBytes, long Bytes, bool TrainedRanges, IReadOnlyList<LayerQuantization> Layers, HeldQuality? Held);
