using System.Runtime.InteropServices;
using Mien.Export.Onnx;
using Mien.Training.Quantization;

namespace Mien.Export.Quantization;

/// <summary>
/// A weight in signed 8-bit integers, symmetric around zero, with a scale for each output channel. Scales are such that
/// <see cref="PackedConstants"/> can store them in 16 bits without a further error.
/// </summary>
/// <param name="Integers">The integers, in the weight's own layout.</param>
/// <param name="Scales">Scale of each output channel.</param>
/// <param name="Restored">What the integers stand for: integer * scale.</param>
internal sealed record QuantizedWeight(sbyte[] Integers, float[] Scales, float[] Restored)
{
    /// <summary>Quantises a weight.</summary>
    /// <param name="weight">Floats.</param>
    /// <param name="channelAxis">Axis of the output channels.</param>
    /// <param name="limit">Largest integer.</param>
    public static QuantizedWeight Of(OnnxTensor weight, int channelAxis, int limit)
    {
        float[] values = weight.ToFloats();
        int channels = (int)weight.Shape[channelAxis], inner = (int)weight.Shape.Skip(channelAxis + 1).Aggregate(1L, (product, size) => product * size);
        float[] largest = new float[channels];
        for (int i = 0; i < values.Length; i++)
            largest[i / inner % channels] = Math.Max(largest[i / inner % channels], Math.Abs(values[i]));
        float[] scales = [.. largest.Select(value => WeightGrid.Scale(value, limit))];
        sbyte[] integers = new sbyte[values.Length];
        float[] restored = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            float scale = scales[i / inner % channels];
            integers[i] = (sbyte)Math.Clamp(MathF.Round(values[i] / scale), -limit, limit);
            restored[i] = integers[i] * scale;
        }
        return new QuantizedWeight(integers, scales, restored);
    }

    /// <summary>The integers as a constant of a graph.</summary>
    public OnnxTensor ToTensor(string name, IReadOnlyList<long> shape) => new(name, OnnxElementType.Int8, shape, MemoryMarshal.AsBytes(Integers.AsSpan()).ToArray());

    /// <summary>Ratio of the weight's energy to that of its rounding error, in dB.</summary>
    public double SignalToNoiseDb(ReadOnlySpan<float> weight)
    {
        (double signal, double noise) = (0, 0);
        for (int i = 0; i < weight.Length; i++)
        {
            signal += (double)weight[i] * weight[i];
            noise += Math.Pow(weight[i] - Restored[i], 2);
        }
        return noise > 0 ? 10 * Math.Log10(signal / noise) : double.PositiveInfinity;
    }
}
