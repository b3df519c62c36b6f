using Mien.Core;
using Mien.Training.Configuration;
using Mien.Training.Options;

namespace Mien.Training.Tests.Configuration;

public sealed class ConfigErrorTests : IDisposable
{
    private const string Valid = """
        name: trial
        epochs: 3
        data:
          kind: speech
        model:
          name: speech
        optimizer:
          learning_rate: 0.01
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void An_unknown_key_is_named_with_file_line_and_nearest_key()
    {
        string path = _folder.Write("trial.yaml", Valid.Replace("learning_rate", "learnig_rate", StringComparison.Ordinal));

        UserErrorException error = Assert.Throws<UserErrorException>(() => TrainingRun.LoadConfig(path));

        Assert.Contains($"{path}, line 8", error.Message);
        Assert.Contains("optimizer.learnig_rate is unknown", error.Message);
        Assert.Contains("optimizer.learning_rate?", error.Message);
    }

    [Theory]
    [InlineData("epochs: 3", "epochs: 3.5", "line 2", "epochs must be a whole number")]
    [InlineData("epochs: 3", "epochs: [3]", "line 2", "epochs must be a whole number, not a list")]
    [InlineData("epochs: 3", "epochs: 0", "line 2", "epochs")]
    [InlineData("learning_rate: 0.01", "learning_rate: fast", "line 8", "optimizer.learning_rate must be a number, not \"fast\"")]
    [InlineData("learning_rate: 0.01", "learning_rate: -1", "line 8", "optimizer.learning_rate")]
    [InlineData("kind: speech", "kind: songs", "line 4", "fer2013, speech")]
    [InlineData("epochs: 3", "select_by: luck", "line 2", "one of accuracy, uar, weighted_f1, macro_f1")]
    public void A_wrong_value_is_named_with_file_line_and_what_it_must_be(string from, string to, string line, string expected)
    {
        string path = _folder.Write("trial.yaml", Valid.Replace(from, to, StringComparison.Ordinal));

        string message = Assert.Throws<UserErrorException>(() => TrainingRun.LoadConfig(path)).Message;

        Assert.Contains($"{path}, {line}", message);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void A_mistake_in_a_base_file_is_located_there()
    {
        string parent = _folder.Write("parent.yaml", Valid + "\nseeed: 4\n");
        string child = _folder.Write("child.yaml", "_base_: parent.yaml\nname: child\n");

        string message = Assert.Throws<UserErrorException>(() => TrainingRun.LoadConfig(child)).Message;

        Assert.Contains($"{parent}, line 9", message);
        Assert.Contains("seed?", message);
    }

    [Fact]
    public void A_mistaken_override_is_named() =>
        Assert.Contains(
            "--set epoch=3",
            Assert.Throws<UserErrorException>(() => TrainingRun.LoadConfig(_folder.Write("trial.yaml", Valid), ["epoch=3"])).Message);

    [Fact]
    public void A_file_that_includes_itself_a_missing_file_and_no_yaml_are_said()
    {
        Assert.Contains("includes itself", Read("_base_: trial.yaml\n"));
        Assert.Contains("none.yaml", Read("_base_: none.yaml\n"));
        Assert.Contains("not valid YAML", Read("name: [a\n"));
        Assert.Contains("cannot be read", Assert.Throws<UserErrorException>(() => TrainingRun.LoadConfig(Path.Combine(_folder.Path, "no.yaml"))).Message);
    }

    [Fact]
    public void Settings_written_out_are_read_back_the_same()
    {
        TrainingConfig config = TrainingRun.LoadConfig(_folder.Write("trial.yaml", Valid), ["optimizer.gradient_clip=null", "mix_up_alpha=0.2"]);
        string yaml = ConfigWriter.Write(config);
        TrainingConfig again = ConfigBinder.Bind<TrainingConfig>(ConfigReader.ReadText(yaml, "text"));

        Assert.Equal(yaml, ConfigWriter.Write(again));
        Assert.Equal(0.2f, again.MixUpAlpha);
        Assert.Null(again.Optimizer.GradientClip);
    }

    public void Dispose() => _folder.Dispose();

    private string Read(string yaml) => Assert.Throws<UserErrorException>(() => TrainingRun.LoadConfig(_folder.Write("trial.yaml", yaml))).Message;
}
