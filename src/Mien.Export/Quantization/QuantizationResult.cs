namespace Mien.Export.Quantization;

/// <summary>How a model came to 8 bits.</summary>
/// <param name="FloatBytes">Size of the float file.</param>
/// <param name="Bytes">Size of the file made.</param>
/// <param name="Layers">The layers in the graph's order.</param>
/// <param name="Samples">Samples of the validation part that accuracy was held on.</param>
/// <param name="FloatAccuracy">Accuracy of the float model on them, 0..1.</param>
/// <param name="Accuracy">Accuracy of the quantised one on them, 0..1.</param>
/// <param name="LabelAgreement">Share of them on which both say the same label, 0..1.</param>
/// <param name="HoldsBudget">Whether no more accuracy is lost than was allowed.</param>
public sealed record QuantizationResult(
    long FloatBytes, long Bytes, IReadOnlyList<LayerQuantization> Layers, int Samples, double FloatAccuracy, double Accuracy, double LabelAgreement, bool HoldsBudget);
