using Mien.Cli.Invocation;

namespace Mien.Cli.Tests.Invocation;

public sealed class CommandLineTests
{
    public static TheoryData<string> Commands => [.. MienCommandLine.CreateRoot(new CapturedTerminal().Terminal).Subcommands.Select(command => command.Name)];

    [Theory]
    [InlineData("analyse clip.mp4", "analyze")]
    [InlineData("analyze --formta csv clip.mp4", "--format")]
    [InlineData("analyze clip.mp4 --fsp=3", "--fps")]
    [InlineData("analyze clip.mp4 --format cvs", "csv")]
    [InlineData("doctor extra", "--help")]
    [InlineData("dataset stats fer2013 data --output x", "--output is not an option of ./mien dataset stats")]
    [InlineData("explain model.onnx face.png", "gradients")]
    [InlineData("explain model.safetensors face.png --data data", "not both")]
    [InlineData("analyze clip.mp4 --every 0", "--every needs a whole number of at least 1, not '0'")]
    [InlineData("analyze clip.mp4 --every two", "--every needs a whole number of at least 1, not 'two'")]
    [InlineData("analyze clip.mp4 --fps 0", "--fps needs a number above 0")]
    [InlineData("analyze clip.mp4 --fps NaN", "--fps needs a number above 0")]
    [InlineData("analyze clip.mp4 --start noon", "--start needs seconds")]
    [InlineData("analyze clip.mp4 --max-faces", "--max-faces")]
    [InlineData("analyze clip.mp4 --provider gpu", "--provider takes cpu, cuda, tensorrt, auto, not 'gpu'")]
    [InlineData("serve --urls http://0.0.0.0:5080", "needs a token")]
    [InlineData("serve --urls here", "is no address")]
    [InlineData("analyze", "Name at least one")]
    [InlineData("analyze clip.mp4 --no-face --no-audio", "nothing is left")]
    public async Task A_wrong_command_line_is_one_sentence_that_says_what_to_do(string line, string said)
    {
        CapturedTerminal terminal = new();
        int code = await MienCommandLine.RunAsync(line.Split(' '), terminal.Terminal);
        Assert.Equal((int)ExitCode.BadInput, code);
        Assert.Empty(terminal.Output);
        string sentence = Assert.Single(terminal.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("mien: ", sentence, StringComparison.Ordinal);
        Assert.Contains(said, sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_explains_itself_with_examples(string command)
    {
        CapturedTerminal terminal = new();
        Assert.Equal(0, await MienCommandLine.RunAsync([command, "--help"], terminal.Terminal));
        Assert.Contains("Usage:", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:", terminal.Output, StringComparison.Ordinal);
        Assert.Contains($"./mien {command}", terminal.Output, StringComparison.Ordinal);
        Assert.Empty(terminal.Error);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_option_and_argument_is_described(string command) =>
        Assert.All(
            MienCommandLine.CreateRoot(new CapturedTerminal().Terminal).Subcommands.Single(candidate => candidate.Name == command) is { } found
                ? found.Options.Cast<System.CommandLine.Symbol>().Concat(found.Arguments)
                : [],
            symbol => Assert.False(string.IsNullOrWhiteSpace(symbol.Description), symbol.Name));

    [Fact]
    public async Task The_help_lists_every_command()
    {
        CapturedTerminal terminal = new();
        Assert.Equal(0, await MienCommandLine.RunAsync(["--help"], terminal.Terminal));
        foreach (string command in Commands.Select(row => row.Data))
            Assert.Contains($"  {command} ", terminal.Output, StringComparison.Ordinal);
    }
}
