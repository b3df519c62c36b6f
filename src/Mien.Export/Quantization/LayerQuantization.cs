using Mien.Training.Quantization;

namespace Mien.Export.Quantization;

/// <summary>What quantisation made of one layer.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Operator">Its operator, for example <c>Conv</c>.</param>
/// <param name="Weights">Number of its weights.</param>
/// <param name="Input">Range of its input; null where it is found at each run.</param>
/// <param name="Output">Range of its output; null where it is given in floats.</param>
/// <param name="WeightSignalToNoiseDb">Energy of its weights by that of their rounding error, in dB.</param>
/// <param name="OutputError">Mean difference of the model's probabilities, or of all that a model without them gives, where this layer alone is quantised; null where it was not measured.</param>
/// <param name="IsInteger">Whether it computes in integers; if not, it was put back to floats.</param>
public sealed record LayerQuantization(
    string Name, string Operator, long Weights, QuantizedRange? Input, QuantizedRange? Output, double WeightSignalToNoiseDb, double? OutputError, bool IsInteger);
