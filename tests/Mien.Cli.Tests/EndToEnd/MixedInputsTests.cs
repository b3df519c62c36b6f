using System.Text.Json;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>Each bad input is one sentence, and the good ones are analysed all the same.</summary>
public sealed class MixedInputsTests(MixedInputsFixture fixture) : IClassFixture<MixedInputsFixture>
{
    private MienRun Run => fixture.Run;

    [Fact]
    public void The_exit_code_says_that_an_input_was_bad() => Assert.True(Run.ExitCode == 2, Run.ToString());

    [Theory]
    [InlineData("missing.mp4", "does not exist")]
    [InlineData("no-media", "holds no")]
    [InlineData("nothing-*.mp4", "matches")]
    [InlineData("empty.mp4", "empty")]
    [InlineData("text.mp4", "text.mp4")]
    [InlineData("cut-short.mp4", "cut-short.mp4")]
    [InlineData("no-samples.wav", "no-samples.wav")]
    [InlineData("one-pixel.png", "1 x 1")]
    [InlineData("huge.png", "20000 x 20000")]
    public void A_bad_input_is_one_sentence(string input, string said)
    {
        string sentence = Assert.Single(Run.Sentences, line => line.Contains(input, StringComparison.Ordinal));
        Assert.StartsWith("mien: ", sentence, StringComparison.Ordinal);
        Assert.Contains(said, sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(fixture.OutputFolder), file => Path.GetFileName(file).StartsWith(Path.GetFileNameWithoutExtension(input) + ".", StringComparison.Ordinal));
    }

    [Fact]
    public void No_error_is_a_stack_trace() =>
        Assert.All(Run.Sentences, line => Assert.StartsWith("mien: ", line, StringComparison.Ordinal));

    [Theory]
    [InlineData("film")]
    [InlineData("silent-film")]
    public void A_film_with_nobody_in_it_has_a_row_for_each_frame_without_a_face(string name)
    {
        string[] lines = File.ReadAllLines(Path.Combine(fixture.OutputFolder, name + ".csv"));
        string[] header = lines[0].Split(',');
        Assert.Equal(10, lines.Length - 1);
        Assert.All(lines.Skip(1), line =>
        {
            string[] fields = line.Split(',');
            Assert.Equal(header.Length, fields.Length);
            Assert.Equal("", fields[Array.IndexOf(header, "face_id")]);
            Assert.NotEqual("", fields[Array.IndexOf(header, "time_s")]);
        });
    }

    [Theory]
    [InlineData("telephone")]
    [InlineData("studio")]
    [InlineData("cinema")]
    public void Sound_of_any_rate_and_channels_is_analysed(string name)
    {
        Assert.True(File.ReadAllLines(Path.Combine(fixture.OutputFolder, name + ".csv")).Length > 1, Run.ToString());
    }

    [Fact]
    public void Samples_that_are_no_numbers_do_no_harm()
    {
        string csv = Path.Combine(fixture.OutputFolder, "not-numbers.csv");
        bool refused = Run.Sentences.Any(line => line.Contains("not-numbers.wav", StringComparison.Ordinal));
        Assert.True(refused != File.Exists(csv), Run.ToString());
        if (!refused)
            Assert.DoesNotContain("NaN", File.ReadLines(csv).SelectMany(row => row.Split(',')), StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_json_of_a_good_input_is_whole()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(fixture.OutputFolder, "film.json")));
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    [Fact]
    public void The_outcome_of_each_input_is_listed()
    {
        string[] inputs = ["missing.mp4", "no-media", "empty.mp4", "text.mp4", "cut-short.mp4", "one-pixel.png", "huge.png", "film.mp4", "silent-film.mp4"];
        Assert.All(inputs, input => Assert.Contains(input, Run.Output, StringComparison.Ordinal));
    }
}
