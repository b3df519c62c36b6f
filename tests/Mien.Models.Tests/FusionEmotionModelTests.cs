using Mien.Torch;

namespace Mien.Models.Tests;

public sealed class FusionEmotionModelTests
{
    public static TheoryData<FusionKind> Kinds => [FusionKind.ModalityAttention, FusionKind.ChannelAttention];

    [Theory]
    [InlineData(FusionKind.ModalityAttention, "fusion_modality_attention")]
    [InlineData(FusionKind.ChannelAttention, "fusion_channel_attention")]
    public void NamesShapesCountsAndOutputsAreTheReferences(FusionKind kind, string reference)
    {
        using TensorScope scope = TensorScope.Begin();
        FusionEmotionModel model = Make(kind);
        Golden golden = Golden.Read(reference);

        golden.AssertSameState(model);
        // Presence: both, image only, audio only, none.
        golden.AssertSameOutput(model.Forward(Image(golden.Inputs["first"]), Audio(golden.Inputs["second"]), Presence(1, 1, 1, 0, 0, 1, 0, 0)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void WhatAMissingModalityHoldsChangesNothing(FusionKind kind)
    {
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        FusionEmotionModel model = Make(kind);
        Tensor image = Image([1, 3, 64, 64]), audio = Audio([1, 1, 64, 60]);
        Tensor otherImage = image * 2 - 1, otherAudio = audio * -3 + 2;

        float[] seen = model.Forward(image, audio, Presence(1, 0)).ToArray<float>();
        Assert.Equal(seen, model.Forward(image, otherAudio, Presence(1, 0)).ToArray<float>());
        Assert.NotEqual(seen, model.Forward(otherImage, audio, Presence(1, 0)).ToArray<float>());

        float[] heard = model.Forward(image, audio, Presence(0, 1)).ToArray<float>();
        Assert.Equal(heard, model.Forward(otherImage, audio, Presence(0, 1)).ToArray<float>());
        Assert.NotEqual(heard, model.Forward(image, otherAudio, Presence(0, 1)).ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EvenNotANumberInAMissingModalityDoesNotSpread(FusionKind kind)
    {
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        FusionEmotionModel model = Make(kind);
        Tensor image = Image([1, 3, 64, 64]), nan = Tensor.Ones([1, 1, 64, 60]) * double.NaN;

        Assert.All(model.Forward(image, nan, Presence(1, 0)).ToArray<float>(), value => Assert.True(float.IsFinite(value)));
        Assert.All(model.Forward(image, nan, Presence(0, 0)).ToArray<float>(), value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void SamplesOfABatchDoNotTouchEachOther(FusionKind kind)
    {
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        FusionEmotionModel model = Make(kind);
        Tensor image = Image([3, 3, 64, 64]), audio = Audio([3, 1, 64, 60]);

        float[] together = model.Forward(image, audio, Presence(1, 1, 1, 0, 0, 1)).ToArray<float>();
        float[] alone = model.Forward(image.Slice(0, 1, 2), audio.Slice(0, 1, 2), Presence(1, 0)).ToArray<float>();

        Assert.All(Enumerable.Range(0, 7), i => Assert.Equal(together[7 + i], alone[i], 1e-4f));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void MissingEmbeddingsAreLearned(FusionKind kind)
    {
        using TensorScope scope = TensorScope.Begin();
        FusionEmotionModel model = Make(kind);
        Tensor logits = model.Forward(Image([2, 3, 64, 64]), Audio([2, 1, 64, 60]), Presence(1, 0, 0, 1));

        (logits * logits).Sum().Backward();

        Dictionary<string, Tensor> parameters = model.NamedParameters().ToDictionary(entry => entry.Name, entry => entry.Tensor);
        Assert.Contains(parameters["fusion.missing_image"].Grad!.ToArray<float>(), value => value != 0);
        Assert.Contains(parameters["fusion.missing_audio"].Grad!.ToArray<float>(), value => value != 0);
    }

    private static FusionEmotionModel Make(FusionKind kind)
    {
        FusionEmotionModel model = DeterministicFill.Fill(new FusionEmotionModel(new FusionModelSpec { Fusion = kind }));
        model.Eval();
        return model;
    }

    private static Tensor Image(long[] shape) => DeterministicFill.Input("image", shape);

    private static Tensor Audio(long[] shape) => DeterministicFill.Input("audio", shape);

    private static Tensor Presence(params float[] values) => Tensor.From(values, [values.Length / 2, 2]);
}
