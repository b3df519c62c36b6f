using Mien.Core;
using Mien.Torch;

namespace Mien.Models.Tests;

public sealed class AudioNetworkTests
{
    [Fact]
    public void NamesShapesCountsAndOutputsAreTheReferences()
    {
        using TensorScope scope = TensorScope.Begin();
        AudioNetwork network = DeterministicFill.Fill(new AudioNetwork());
        network.Eval();
        Golden golden = Golden.Read("audio_network");

        golden.AssertSameState(network);
        golden.AssertSameOutput(network.Forward(DeterministicFill.Input("audio", golden.Inputs["first"])));
    }

    [Fact]
    public void SequenceRunsAlongTime()
    {
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        AudioNetwork network = DeterministicFill.Fill(new AudioNetwork());
        network.Eval();

        Assert.Equal([2, 75, 256], network.ForwardSequence(DeterministicFill.Input("audio", 2, 1, 64, 300)).Shape.ToArray());
        Assert.Equal([2, 30, 256], network.ForwardSequence(DeterministicFill.Input("audio", 2, 1, 64, 120)).Shape.ToArray());
    }

    [Fact]
    public void ForwardHalfOfTheLstmHearsOnlyThePast()
    {
        using TensorScope scope = TensorScope.Begin();
        using IDisposable noGradients = Grad.Disabled();
        AudioNetwork network = DeterministicFill.Fill(new AudioNetwork());
        network.Eval();
        float[] quiet = DeterministicFill.Input("audio", 1, 1, 64, 120).ToArray<float>();
        float[] loudEnd = [.. quiet.Select((value, i) => i % 120 >= 80 ? value + 3 : value)]; // frame 80 on is step 20 on

        float[] before = network.ForwardSequence(Tensor.From(quiet, [1, 1, 64, 120])).ToArray<float>();
        float[] after = network.ForwardSequence(Tensor.From(loudEnd, [1, 1, 64, 120])).ToArray<float>();

        // Convolutions reach a few frames back, so step 15 is safely before the change.
        Assert.All(Enumerable.Range(0, 15 * 256).Where(i => i % 256 < 128), i => Assert.Equal(before[i], after[i]));
        Assert.Contains(Enumerable.Range(0, 15 * 256).Where(i => i % 256 >= 128), i => Math.Abs(before[i] - after[i]) > 1e-4);
    }

    [Theory]
    [InlineData(60, 0.1, "melBands")]
    [InlineData(64, 1.0, "dropout")]
    public void OptionsOutOfRangeAreNamed(int bands, double dropout, string option)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(
            () => new AudioNetwork(new AudioNetworkOptions { MelBands = bands, Dropout = dropout }));
        Assert.Contains(option, error.Message);
    }
}
