using System.Text.Json;
using Mien.Torch;

namespace Mien.Models.Tests;

/// <summary>A reference result of tests/Golden/models, made by generate.py there.</summary>
internal sealed record Golden(long Parameters, Dictionary<string, long[]> State, Dictionary<string, long[]> Inputs, long[] OutputShape, float[] Output)
{
    public static Golden Read(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Golden", name + ".json");
        return JsonSerializer.Deserialize<Golden>(File.ReadAllText(path), JsonSerializerOptions.Web)!;
    }

    public void AssertSameState(Module module)
    {
        Dictionary<string, long[]> actual = module.StateDict().ToDictionary(entry => entry.Key, entry => entry.Value.Shape.ToArray());
        Assert.Equal(State.Keys.Order(), actual.Keys.Order());
        Assert.All(State, entry => Assert.Equal(entry.Value, actual[entry.Key]));
        Assert.Equal(Parameters, module.NamedParameters().Sum(parameter => parameter.Tensor.ElementCount));
    }

    public void AssertSameOutput(Tensor output)
    {
        Assert.Equal(OutputShape, output.Shape.ToArray());
        float[] values = output.ToArray<float>();
        for (int i = 0; i < values.Length; i++)
            Assert.True(Math.Abs(Output[i] - values[i]) <= 1e-4, $"output {i} is {values[i]}, the reference has {Output[i]}");
    }
}
