using Mien.Export.Onnx;
using Mien.Export.Quantization;
using Mien.Training.Quantization;

namespace Mien.Export.Tests.Quantization;

public sealed class QuantizedWeightTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Every_weight_is_rounded_to_the_nearest_step_of_its_channel(int axis)
    {
        OnnxTensor weight = OnnxTensor.FromFloats("w", [.. SmallNetworks.Values(6 * 8, 3).Select((value, i) => value * (1 + i % 8) * (1 + i / 8))], 6, 8);

        QuantizedWeight quantized = QuantizedWeight.Of(weight, axis, WeightGrid.PairLimit);

        Assert.Equal(axis == 0 ? 6 : 8, quantized.Scales.Length);
        float[] values = weight.ToFloats();
        for (int i = 0; i < values.Length; i++)
        {
            float scale = quantized.Scales[axis == 0 ? i / 8 : i % 8];
            Assert.Equal(values[i], quantized.Restored[i], 0.5001f * scale);
            Assert.Equal(quantized.Integers[i] * scale, quantized.Restored[i]);
        }
        // The largest of each channel uses the whole range.
        Assert.All(Enumerable.Range(0, quantized.Scales.Length), channel => Assert.InRange(
            Enumerable.Range(0, 48).Where(i => (axis == 0 ? i / 8 : i % 8) == channel).Max(i => Math.Abs((int)quantized.Integers[i])), 63, 64));
        Assert.InRange(quantized.SignalToNoiseDb(values), 30, 60);
    }

    [Theory]
    [InlineData(3e-7f)]
    [InlineData(1e-3f)]
    [InlineData(0.0123f)]
    [InlineData(17f)]
    public void Scales_survive_16_bits(float scale)
    {
        float stored = WeightGrid.Scale(scale, 1);
        Assert.InRange(stored, scale, scale * 1.001f);
        Assert.Equal(stored, WeightGrid.Scale(stored, 1));
    }

    [Fact]
    public void A_channel_of_zeros_has_a_scale()
    {
        QuantizedWeight quantized = QuantizedWeight.Of(OnnxTensor.FromFloats("w", new float[4], 2, 2), 0, 127);
        Assert.All(quantized.Scales, scale => Assert.True(scale > 0));
        Assert.All(quantized.Restored, value => Assert.Equal(0, value));
    }
}
