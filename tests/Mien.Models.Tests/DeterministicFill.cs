using System.Text;
using Mien.Torch;

namespace Mien.Models.Tests;

/// <summary>The rule by which tests/Golden/models/generate.py fills tensors; the two must stay the same.</summary>
internal static class DeterministicFill
{
    /// <summary>Fills every parameter and buffer of a module by its name.</summary>
    public static T Fill<T>(T module) where T : Module
    {
        using TensorScope scope = TensorScope.Begin();
        module.LoadStateDict(module.StateDict().ToDictionary(
            entry => entry.Key, entry => entry.Value.DType == DType.Int64 ? entry.Value : Make(entry.Key, entry.Value.Shape)), strict: true);
        return module;
    }

    /// <summary>A network's input.</summary>
    public static Tensor Input(string name, params long[] shape) => Make($"input.{name}", shape);

    private static Tensor Make(string name, IReadOnlyList<long> shape)
    {
        long count = 1, fanIn = 1;
        for (int i = 0; i < shape.Count; i++)
            (count, fanIn) = (count * shape[i], i == 0 ? 1 : fanIn * shape[i]);
        bool positive = name.EndsWith("running_var", StringComparison.Ordinal) || (name.EndsWith("weight", StringComparison.Ordinal) && shape.Count == 1);
        uint seed = Fnv1a(name);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            double u = Uniform(seed, (uint)i);
            values[i] = (float)(positive ? 0.5 + u : shape.Count > 1 ? (2 * u - 1) * Math.Sqrt(6.0 / fanIn) : 0.2 * (u - 0.5));
        }
        return Tensor.From(values, shape.ToArray());
    }

    private static uint Fnv1a(string name) =>
        Encoding.UTF8.GetBytes(name).Aggregate(2166136261u, (hash, value) => (hash ^ value) * 16777619u);

    private static double Uniform(uint seed, uint index)
    {
        uint x = index * 2654435761u ^ seed;
        x = (x ^ x >> 16) * 0x85EBCA6Bu;
        x = (x ^ x >> 13) * 0xC2B2AE35u;
        return ((x ^ x >> 16) >> 8) / 16777216.0;
    }
}
