namespace Mien.Export.Quantization;

/// <summary>
/// Takes the mean error that rounded weights make from the bias: (W' - W) E[x] for each output channel, with the mean of each input
/// channel from calibration (Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction", ICCV 2019,
/// section 4.2). Of a convolution the border, where padding stands for inputs, counts like the inside.
/// </summary>
internal static class BiasCorrection
{
    /// <summary>The corrected bias.</summary>
    /// <param name="layer">A convolution or a Gemm.</param>
    /// <param name="weight">Its quantised weight.</param>
    /// <param name="bias">Its bias.</param>
    /// <param name="inputMeans">Mean of each input channel.</param>
    public static float[] Apply(QuantizableLayer layer, QuantizedWeight weight, float[] bias, float[] inputMeans)
    {
        float[] original = layer.Weight.ToFloats(), corrected = [.. bias];
        int channels = bias.Length;
        if (layer.Node.Operator == "Gemm")
        {
            for (int i = 0; i < original.Length; i++)
            {
                (int output, int input) = layer.ChannelAxis == 0 ? (i / inputMeans.Length, i % inputMeans.Length) : (i % channels, i / channels);
                corrected[output] -= (weight.Restored[i] - original[i]) * inputMeans[input];
            }
            return corrected;
        }
        int groups = (int)layer.Node.Attribute("group", 1L), inputsOfGroup = (int)layer.Weight.Shape[1], kernel = original.Length / channels / inputsOfGroup;
        for (int i = 0; i < original.Length; i++)
        {
            int output = i / (inputsOfGroup * kernel), input = output / (channels / groups) * inputsOfGroup + i / kernel % inputsOfGroup;
            corrected[output] -= (weight.Restored[i] - original[i]) * inputMeans[input];
        }
        return corrected;
    }
}
