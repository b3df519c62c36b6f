using Mien.Core;
using Mien.Training.Configuration;
using Mien.Training.Tuning;

namespace Mien.Training.Tests.Tuning;

public sealed class SearchSpaceTests
{
    [Fact]
    public void A_config_and_the_command_line_name_ranges_and_the_command_line_wins()
    {
        ConfigMapping config = ConfigReader.ReadText(
            "search:\n  optimizer.learning_rate: {type: float, low: 1.0e-5, high: 1.0e-3, log: true}\n  batch_size: {type: categorical, values: [16, 32]}\n", "test");
        SearchSpace space = SearchSpace.Read(config, ["batch_size=log-int:8..64", "model.dropout=0.1..0.5", "loss.kind=focal|cross_entropy", "epochs=int:2..9"]);

        Assert.Equal(new FloatRange { Low = 1e-5, High = 1e-3, Log = true }, space.Ranges["optimizer.learning_rate"]);
        Assert.Equal(new IntegerRange { Low = 8, High = 64, Log = true }, space.Ranges["batch_size"]);
        Assert.Equal(new FloatRange { Low = 0.1, High = 0.5 }, space.Ranges["model.dropout"]);
        Assert.Equal(["focal", "cross_entropy"], Assert.IsType<CategoricalRange>(space.Ranges["loss.kind"]).Values);
        Assert.Equal(new IntegerRange { Low = 2, High = 9 }, space.Ranges["epochs"]);
        Assert.Equal(space.ToJson(), SearchSpace.FromJson(space.ToJson()).ToJson());
    }

    [Theory]
    [InlineData("{type: float, low: 1, high: 1}", "above low")]
    [InlineData("{type: float, low: 0, high: 1, log: true}", "above 0")]
    [InlineData("{type: categorical, values: [a]}", "at least two")]
    [InlineData("{type: float, lo: 1, high: 2}", "did you mean low?")]
    [InlineData("{type: real, low: 1, high: 2}", "one of float, integer, categorical")]
    [InlineData("0.5", "must be a range")]
    public void A_mistake_in_the_section_is_named_with_its_line(string range, string said)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => SearchSpace.Read(ConfigReader.ReadText($"search:\n  x: {range}\n", "my.yaml"), []));
        Assert.Contains("my.yaml, line 2", error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("x=1")]
    [InlineData("x=1..")]
    [InlineData("x=2..1")]
    [InlineData("x=log:0..1")]
    [InlineData("x=int:0.5..2")]
    [InlineData("x=a|a")]
    [InlineData("=1..2")]
    public void A_mistake_on_the_command_line_shows_how_to_write_it(string option) =>
        Assert.Contains("KEY=LOW..HIGH", Assert.Throws<UserErrorException>(() => SearchSpace.Read(ConfigReader.ReadText("", "empty"), [option])).Message, StringComparison.Ordinal);

    [Fact]
    public void Nothing_to_vary_is_an_error() =>
        Assert.Throws<UserErrorException>(() => SearchSpace.Read(ConfigReader.ReadText("epochs: 3", "plain"), []));

    [Fact]
    public void Whole_numbers_have_equal_parts_of_the_axis()
    {
        IntegerRange range = new() { Low = 1, High = 3 };
        int[] counts = new int[4];
        for (int place = 0; place < 300; place++)
            counts[(int)range.FromAxis(range.AxisLow + (range.AxisHigh - range.AxisLow) * (place + 0.5) / 300)]++;
        Assert.Equal([0, 100, 100, 100], counts);
    }

    [Fact]
    public void Training_passes_over_the_section_of_a_tuned_config()
    {
        string path = Path.Combine(Repository.Root, "configs/tune/speech.yaml");
        Assert.Equal("speech-tune", TrainingRun.LoadConfig(path).Name);
        Assert.Equal(["optimizer.learning_rate", "optimizer.weight_decay", "model.dropout"], SearchSpace.Read(ConfigReader.Read(path), []).Ranges.Keys);
    }
}
