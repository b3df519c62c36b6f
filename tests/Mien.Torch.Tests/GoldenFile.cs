using System.Text.Json;

namespace Mien.Torch.Tests;

/// <summary>Numbers that tests/Golden/torch/make_golden.py stored.</summary>
internal static class GoldenFile
{
    public static string Folder { get; } = FindFolder();

    public static JsonElement Read(params ReadOnlySpan<string> path)
    {
        JsonElement element = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "golden.json"))).RootElement;
        foreach (string name in path)
            element = element.GetProperty(name);
        return element;
    }

    /// <summary>The generator's formula: scale * sin(0.7 i + seed), row-major.</summary>
    public static Tensor Ramp(ReadOnlySpan<long> shape, double scale = 1, double seed = 0)
    {
        long count = 1;
        foreach (long size in shape)
            count *= size;
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(scale * Math.Sin(0.7 * i + seed));
        return Tensor.From(values, shape);
    }

    public static double[] Doubles(JsonElement list) => [.. list.EnumerateArray().Select(value => value.GetDouble())];

    public static void AssertClose(JsonElement expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), actual.Shape);
        using Tensor values = actual.Detach().To(DType.Float64);
        AssertClose(Doubles(expected.GetProperty("values")), values.ToArray<double>(), tolerance);
    }

    public static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"Element {i} is {actual[i]}, expected {expected[i]} within {tolerance}.");
    }

    private static string FindFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "tests", "Golden", "torch");
            if (Directory.Exists(candidate))
                return candidate;
        }
        throw new DirectoryNotFoundException("tests/Golden/torch was not found above the test program.");
    }
}
