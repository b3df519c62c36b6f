using Mien.Torch;

namespace Mien.Training.Tests.Support;

/// <summary>What a safetensors file holds, to compare.</summary>
internal static class StoredTensors
{
    /// <summary>Each tensor's type, shape and bytes.</summary>
    public static Dictionary<string, string> Exact(string path)
    {
        using TensorScope scope = TensorScope.Begin();
        return SafeTensors.Load(path).ToDictionary(
            entry => entry.Key,
            entry => $"{entry.Value.DType} {string.Join('x', entry.Value.Shape)} {Convert.ToHexString(entry.Value.ToBytes())}");
    }

    /// <summary>Each tensor's numbers.</summary>
    public static Dictionary<string, float[]> Numbers(string path)
    {
        using TensorScope scope = TensorScope.Begin();
        return SafeTensors.Load(path).ToDictionary(entry => entry.Key, entry => entry.Value.To(DType.Float32).ToArray<float>());
    }

    public static void AssertSame(string expectedPath, string actualPath)
    {
        Dictionary<string, string> expected = Exact(expectedPath), actual = Exact(actualPath);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, actual);
    }
}
