using Mien.Core;
using Mien.Torch;

namespace Mien.Models.Tests;

public sealed class EmotionModelTests
{
    public static TheoryData<string> SpecNames => ["face", "speech", "fusion", "features"];

    [Fact]
    public void FaceModelIsTheReference()
    {
        using TensorScope scope = TensorScope.Begin();
        FaceEmotionModel model = DeterministicFill.Fill(new FaceEmotionModel(new FaceModelSpec()));
        model.Eval();
        Golden golden = Golden.Read("face");

        golden.AssertSameState(model);
        golden.AssertSameOutput(model.Forward(DeterministicFill.Input("image", golden.Inputs["first"])));
    }

    [Fact]
    public void SpeechModelIsTheReference()
    {
        using TensorScope scope = TensorScope.Begin();
        SpeechEmotionModel model = DeterministicFill.Fill(new SpeechEmotionModel(new SpeechModelSpec { Labels = 8 }));
        model.Eval();
        Golden golden = Golden.Read("speech");

        golden.AssertSameState(model);
        golden.AssertSameOutput(model.Forward(DeterministicFill.Input("audio", golden.Inputs["first"])));
    }

    [Theory]
    [MemberData(nameof(SpecNames))]
    public void SpecificationSurvivesJsonAndMakesTheSameModel(string name)
    {
        using TensorScope scope = TensorScope.Begin();
        ModelSpec spec = Spec(name);

        ModelSpec read = ModelSpec.FromJson(spec.ToJson());
        EmotionModel model = ModelFactory.Create(read);

        Assert.Equal(spec, read);
        Assert.Equal(spec, model.Spec);
        Assert.Equal(name, model.Task);
        Assert.Equal(
            ModelFactory.Create(spec).StateDict().Select(entry => (entry.Key, string.Join(",", entry.Value.Shape.ToArray()))),
            model.StateDict().Select(entry => (entry.Key, string.Join(",", entry.Value.Shape.ToArray()))));
    }

    [Theory]
    [InlineData("""{ "name": "face", "dropuot": 0.5 }""", "dropuot")]
    [InlineData("""{ "name": "gait" }""", "gait")]
    [InlineData("""{ "name": "face", "encoder": "b9" }""", "encoder")]
    [InlineData("""{ "name": "face", "dropout": 1.5 }""", "dropout")]
    [InlineData("""{ "name": "speech", "labels": 1 }""", "labels")]
    [InlineData("""{ "labels": 7 }""", "name")]
    [InlineData("face", "specification")]
    public void WrongSpecificationsAreRefusedByName(string json, string named)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => ModelSpec.FromJson(json));
        Assert.Contains(named, error.Message);
    }

    [Fact]
    public void MissingInputIsNamed()
    {
        using TensorScope scope = TensorScope.Begin();
        EmotionModel model = ModelFactory.Create(new SpeechModelSpec());
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => model.Forward(new EmotionInputs()));
        Assert.Contains("audio", error.Message);
    }

    private static ModelSpec Spec(string name) => name switch
    {
        "face" => new FaceModelSpec { Labels = 8, Encoder = EfficientNetVariant.B2, Dropout = 0.4, StochasticDepth = 0.1 },
        "speech" => new SpeechModelSpec { Labels = 8, Encoder = new AudioNetworkOptions { LstmHidden = 64, Channels = [8, 16, 24, 32] } },
        "features" => new FeatureModelSpec { Dimension = 40, Sequence = true, LstmHidden = 16, InputDropout = 0 },
        _ => new FusionModelSpec { Fusion = FusionKind.ChannelAttention, Reduction = 8 },
    };
}
