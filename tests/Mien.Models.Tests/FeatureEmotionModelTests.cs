using Mien.Core;
using Mien.Torch;

namespace Mien.Models.Tests;

public sealed class FeatureEmotionModelTests
{
    private const int Steps = 10;

    private static readonly FeatureModelSpec s_sequences = new() { Dimension = 6, Sequence = true, LstmHidden = 8, AttentionHidden = 4, HeadHidden = 16, Labels = 3 };

    [Fact]
    public void ForwardHalfOfTheLstmSeesOnlyThePast()
    {
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        SequenceNetwork network = DeterministicFill.Fill(new SequenceNetwork(6, hidden: 8, attentionHidden: 4));
        float[] start = DeterministicFill.Input("features", 1, Steps, 6).ToArray<float>();
        float[] otherEnd = [.. start.Select((value, i) => i / 6 >= 7 ? value + 3 : value)];

        float[] before = network.ForwardSequence(Tensor.From(start, [1, Steps, 6])).ToArray<float>();
        float[] after = network.ForwardSequence(Tensor.From(otherEnd, [1, Steps, 6])).ToArray<float>();

        Assert.Equal(Steps * 16, before.Length);
        Assert.All(Enumerable.Range(0, 7 * 16).Where(i => i % 16 < 8), i => Assert.Equal(before[i], after[i]));
        Assert.Contains(Enumerable.Range(0, 7 * 16).Where(i => i % 16 >= 8), i => Math.Abs(before[i] - after[i]) > 1e-4);
    }

    [Fact]
    public void TheOrderOfStepsMatters()
    {
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        FeatureEmotionModel model = DeterministicFill.Fill(new FeatureEmotionModel(s_sequences));
        model.Eval();
        float[] forth = DeterministicFill.Input("features", 1, Steps, 6).ToArray<float>();
        float[] back = [.. Enumerable.Range(0, Steps).Reverse().SelectMany(step => forth[(6 * step)..(6 * step + 6)])];

        float[] one = model.Forward(Tensor.From(forth, 1, Steps, 6)).ToArray<float>(), other = model.Forward(Tensor.From(back, 1, Steps, 6)).ToArray<float>();

        Assert.Equal(3, one.Length);
        Assert.Contains(Enumerable.Range(0, 3), label => Math.Abs(one[label] - other[label]) > 1e-3);
    }

    [Fact]
    public void WhateverTheScaleOfTheFeaturesTheAnswerIsTheSame()
    {
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        FeatureEmotionModel model = DeterministicFill.Fill(new FeatureEmotionModel(new FeatureModelSpec { Dimension = 6, Labels = 3, InputDropout = 0, Dropout = 0 }));
        model.Train();
        Tensor features = Tensor.Randn([16, 6]);

        float[] plain = model.Forward(features).ToArray<float>(), scaled = model.Forward(features * 1000 - 500).ToArray<float>();

        Assert.All(plain.Zip(scaled), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
    }

    [Theory]
    [InlineData(false, new[] { 2, 5 })]
    [InlineData(false, new[] { 2, Steps, 6 })]
    [InlineData(true, new[] { 2, 6 })]
    [InlineData(true, new[] { 2, Steps, 7 })]
    public void OtherShapesAreRefusedWithWhatToSet(bool sequence, int[] shape)
    {
        using TensorScope scope = TensorScope.Begin();
        FeatureEmotionModel model = new(s_sequences with { Sequence = sequence });

        UserErrorException error = Assert.Throws<UserErrorException>(() => model.Forward(Tensor.Zeros([.. shape.Select(size => (long)size)])));

        Assert.Contains("model.dimension", error.Message);
    }
}
