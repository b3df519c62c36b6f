using Mien.Cli.Analyzing;

namespace Mien.Cli.Tests.Analyzing;

public sealed class OutputNamesTests
{
    [Fact]
    public void Inputs_of_one_name_do_not_overwrite_each_other()
    {
        OutputNames names = new();
        string[] inputs = ["a/clip.mp4", "b/clip.mp4", "clip.wav", "c/clip.mp4", "c/CLIP.mp4", "x"];
        Assert.Equal(["clip", "clip.mp4", "clip.wav", "clip-2", "CLIP-3", "x"], inputs.Select(names.For));
    }

    [Fact]
    public void A_name_that_is_all_extension_is_kept() => Assert.Equal(".mp4", new OutputNames().For("folder/.mp4"));
}
