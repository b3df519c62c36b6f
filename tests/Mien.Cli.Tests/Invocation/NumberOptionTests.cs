using System.CommandLine;
using Mien.Cli.Invocation;

namespace Mien.Cli.Tests.Invocation;

public sealed class NumberOptionTests
{
    [Theory]
    [InlineData("0.0001")]
    [InlineData("1e-4")]
    public void Small_numbers_may_be_written_either_way(string text)
    {
        Option<double?> option = NumberOption.Create("--max-difference", "P", "", 0.0, 1.0);
        Assert.Equal(0.0001, new RootCommand { option }.Parse(["--max-difference", text]).GetValue(option));
    }
}
