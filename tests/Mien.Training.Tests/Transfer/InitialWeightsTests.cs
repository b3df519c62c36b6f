using Mien.Core;
using Mien.Models;
using Mien.Torch;
using Mien.Training.Tests.Support;
using Mien.Training.Transfer;

namespace Mien.Training.Tests.Transfer;

public sealed class InitialWeightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_fits_by_name_and_shape_is_taken_and_counted()
    {
        using TensorScope scope = TensorScope.Begin();
        SpeechModelSpec spec = (SpeechModelSpec)TinyRun.Config.Model;
        using EmotionModel eight = ModelFactory.Create(spec with { Labels = 8 });
        using EmotionModel three = ModelFactory.Create(spec with { Labels = 3 });
        string path = Path.Combine(_folder.Path, "eight.safetensors");
        SafeTensors.Save(path, eight.StateDict());

        string note = InitialWeights.Load(path, three);

        int all = three.StateDict().Count;
        // The last layer's weight and bias.
        Assert.Matches($@"{all - 2} of {all} tensors taken; 2 left random \([a-z0-9.]+\); 2 in the file of another shape \([a-z0-9.]+\)\.$", note);
        OrderedDictionary<string, Tensor> from = eight.StateDict(), to = three.StateDict();
        Assert.All(to.Where(entry => from[entry.Key].Shape.SequenceEqual(entry.Value.Shape) && entry.Value.DType == DType.Float32), entry =>
            Assert.Equal(from[entry.Key].ToArray<float>(), entry.Value.ToArray<float>()));
    }

    [Fact]
    public void Where_all_must_fit_the_first_that_do_not_are_named()
    {
        using TensorScope scope = TensorScope.Begin();
        using EmotionModel eight = ModelFactory.Create(TinyRun.Config.Model with { Labels = 8 });
        using EmotionModel three = ModelFactory.Create(TinyRun.Config.Model with { Labels = 3 });
        string path = Path.Combine(_folder.Path, "eight.safetensors");
        SafeTensors.Save(path, eight.StateDict());

        UserErrorException error = Assert.Throws<UserErrorException>(() => InitialWeights.Load(path, three, strict: true));
        Assert.Contains("head", error.Message);
        Assert.Contains("strict_weights", error.Message);
        Assert.Contains($"{eight.StateDict().Count} of {eight.StateDict().Count}", InitialWeights.Load(path, eight, strict: true));
    }

    [Fact]
    public void Weights_of_another_network_are_refused()
    {
        using TensorScope scope = TensorScope.Begin();
        using EmotionModel model = ModelFactory.Create(TinyRun.Config.Model with { Labels = 3 });
        string path = Path.Combine(_folder.Path, "other.safetensors");
        SafeTensors.Save(path, new OrderedDictionary<string, Tensor> { ["stranger"] = Tensor.Ones([2]) });

        Assert.Contains("No weight in", Assert.Throws<UserErrorException>(() => InitialWeights.Load(path, model)).Message);
    }

    public void Dispose() => _folder.Dispose();
}
