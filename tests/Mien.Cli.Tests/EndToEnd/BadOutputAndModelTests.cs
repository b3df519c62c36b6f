namespace Mien.Cli.Tests.EndToEnd;

/// <summary>Outputs that cannot be written and models that cannot be used.</summary>
public sealed class BadOutputAndModelTests : IDisposable
{
    private readonly SampleMedia _media = new();

    public BadOutputAndModelTests() => EndToEndTest.SkipWithoutEngines();

    public void Dispose() => _media.Dispose();

    [Fact]
    public async Task A_model_that_is_no_model_is_refused()
    {
        _media.MakeFilm("film.mp4");
        File.WriteAllText(_media.PathOf("text.onnx"), "not a model");
        await AssertRefused("text.onnx", "analyze", "film.mp4", "--model", "text.onnx");
    }

    [Fact]
    public async Task A_model_that_does_not_exist_is_refused()
    {
        _media.MakeFilm("film.mp4");
        await AssertRefused("absent.onnx", "analyze", "film.mp4", "--face-model", "absent.onnx");
    }

    [Fact]
    public async Task A_model_of_somebody_elses_making_is_refused_with_the_reason()
    {
        _media.MakeFilm("film.mp4");
        File.WriteAllBytes(_media.PathOf("foreign.onnx"), ForeignModel.Identity());
        await AssertRefused("foreign.onnx", "analyze", "film.mp4", "--model", "foreign.onnx");
        await AssertRefused("foreign.onnx", "analyze", "film.mp4", "--face-model", "foreign.onnx");
    }

    [Fact]
    public async Task An_output_folder_that_is_a_file_is_refused()
    {
        _media.MakeFilm("film.mp4");
        File.WriteAllText(_media.PathOf("taken"), "a file");
        await AssertRefused("taken", "analyze", "film.mp4", "--output", "taken");
    }

    [Fact]
    public async Task An_output_folder_that_cannot_be_written_is_refused()
    {
        _media.MakeFilm("film.mp4");
        using MountedFolder locked = MountedFolder.TryMount(_media.PathOf("locked"), "ro,size=64k");
        await AssertRefused("locked", "analyze", "film.mp4", "--output", "locked");
    }

    [Fact]
    public async Task A_full_disk_is_said_and_leaves_nothing_half_written()
    {
        _media.MakeFilm("film.mp4", seconds: 60);
        using MountedFolder small = MountedFolder.TryMount(_media.PathOf("small"), "size=16k");
        await AssertRefused("disk is full", "analyze", "film.mp4", "--output", "small", "--format", "csv,json");
        Assert.Empty(Directory.EnumerateFiles(_media.PathOf("small"), "*.csv"));
    }

    private async Task AssertRefused(string said, params string[] arguments)
    {
        MienRun run = await MienProcess.RunAsync(_media.Folder, arguments);
        Assert.True(run.ExitCode == 2, run.ToString());
        string sentence = Assert.Single(run.Sentences);
        Assert.StartsWith("mien: ", sentence, StringComparison.Ordinal);
        Assert.Contains(said, sentence, StringComparison.Ordinal);
    }
}
