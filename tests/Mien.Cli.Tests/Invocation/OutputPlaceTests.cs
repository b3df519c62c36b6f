using Mien.Cli.Invocation;

namespace Mien.Cli.Tests.Invocation;

public sealed class OutputPlaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("new.onnx", "FILE", null)]
    [InlineData("file", "FILE", null)] // replaced
    [InlineData("some/new/folder/new.onnx", "FILE", null)]
    [InlineData("folder", "DIR", null)]
    [InlineData("folder", "FILE", "is a folder; name a file in it")]
    [InlineData("new/", "FILE", "is a folder; name a file in it")]
    [InlineData("file", "DIR", "is a file; name a folder")]
    [InlineData("file/new.onnx", "FILE", "cannot be made, as")]
    [InlineData("file/deeper/new", "DIR", "cannot be made, as")]
    public void Says_what_is_wrong(string name, string kind, string? expected)
    {
        File.WriteAllText(Path.Combine(_folder.Path, "file"), "");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "folder"));

        string? problem = OutputPlace.Problem(Path.Combine(_folder.Path, name), kind);

        if (expected is null)
            Assert.Null(problem);
        else
            Assert.Contains(expected, problem);
    }

    [Theory]
    [InlineData("export", "x.safetensors")]
    [InlineData("quantize", "x.onnx", "--to", "fp16")]
    [InlineData("dataset", "prepare", "fer2013", "x")]
    public async Task Every_command_looks_before_it_begins(params string[] arguments)
    {
        string file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "");
        CapturedTerminal terminal = new();

        int code = await MienCommandLine.RunAsync([.. arguments, "--output", Path.Combine(file, "below")], terminal.Terminal);

        Assert.Equal(2, code);
        Assert.Contains($"cannot be made, as {file} is a file", terminal.Error.ReplaceLineEndings(" "));
    }
}
