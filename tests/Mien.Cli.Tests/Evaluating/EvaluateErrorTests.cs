using Mien.Cli.Invocation;
using Mien.Cli.Tests.Invocation;

namespace Mien.Cli.Tests.Evaluating;

public sealed class EvaluateErrorTests
{
    private static readonly string s_face = Path.Combine(Repository.Root, "models/face-emotion.onnx");
    private static readonly string s_speech = Path.Combine(Repository.Root, "models/speech-emotion.onnx");
    private static readonly string s_faceConfig = Path.Combine(Repository.Root, "configs/face/fer2013.yaml");
    private static readonly string s_speechConfig = Path.Combine(Repository.Root, "configs/speech/ravdess.yaml");

    [Fact]
    public Task A_model_file_needs_a_config() => Says("does not say which data", s_face);

    [Fact]
    public Task A_config_of_other_input_is_refused() => Says("do not fit: ", s_face, "--data", s_speechConfig);

    [Fact]
    public Task The_first_difference_is_named() => Says("image.width is 64 for the model and 100 for the data", s_face, "--data", s_faceConfig, "--set", "data.image_size=100");

    [Fact]
    public Task A_picture_size_needs_a_model_file() => Says("--picture-size goes with an ONNX file", "best.safetensors", "--data", s_faceConfig, "--picture-size", "112");

    [Fact]
    public Task A_picture_size_is_that_of_a_model_of_faces() => Says("looks at no pictures", s_speech, "--data", s_speechConfig, "--picture-size", "112");

    [Fact]
    public Task A_picture_size_out_of_range_is_refused() => Says("--picture-size needs a whole number of at least 32 and at most 1024", s_face, "--picture-size", "16");

    [Fact]
    public Task Missing_data_are_named() => Says("/nowhere", s_face, "--data", s_faceConfig, "--set", "data.image_size=64", "--root", "/nowhere");

    [Fact]
    public Task Options_of_a_config_need_one() => Says("--data CONFIG", "best.safetensors", "--root", "/nowhere");

    [Fact]
    public Task The_first_of_none_is_not_a_top_k() => Says("--top-k", s_face, "--top-k", "0");

    private static async Task Says(string expected, params string[] arguments)
    {
        CapturedTerminal terminal = new();
        int code = await MienCommandLine.RunAsync(["evaluate", .. arguments], terminal.Terminal);
        Assert.Equal((int)ExitCode.BadInput, code);
        string sentence = Assert.Single(terminal.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(expected, sentence, StringComparison.Ordinal);
        Assert.Empty(terminal.Output);
    }
}
