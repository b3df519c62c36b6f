using Mien.Core;
using Mien.Interop.OpenCv;

namespace Mien.Cli.Tests.EndToEnd;

/// <summary>`mien dataset` on a small folder of pictures, as a user runs it.</summary>
public sealed class DatasetCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DatasetCommandTests()
    {
        EndToEndTest.SkipWithoutEngines();
        foreach (string label in (string[])["happy", "sad"])
            for (int picture = 0; picture < 4; picture++)
                Write($"faces/{label}/{picture}.png", (byte)(20 * picture + label.Length));
    }

    [Fact]
    public async Task Clean_writes_what_it_drops_and_everything_else_keeps_to_it()
    {
        File.Copy(Path.Combine(_folder.Path, "faces/happy/0.png"), Path.Combine(_folder.Path, "faces/happy/again.png"));
        File.WriteAllText(Path.Combine(_folder.Path, "faces/sad/bad.png"), "no picture");

        MienRun clean = await MienProcess.RunAsync(_folder.Path, "dataset", "clean", "image_folder", "faces"), stats = await MienProcess.RunAsync(_folder.Path, "dataset", "stats", "image_folder", "faces");

        Assert.Equal(0, clean.ExitCode);
        Assert.Contains("8 of 10 items are kept", clean.Output);
        string[] list = File.ReadAllLines(Path.Combine(_folder.Path, "faces", "dropped.csv"));
        Assert.Equal("file,reason,detail", list[0]);
        Assert.StartsWith("happy/again.png,duplicate,", list[1]);
        Assert.StartsWith("sad/bad.png,unreadable,", list[2]);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "faces/sad/bad.png")));
        Assert.Contains("items: 8", stats.Output);
        Assert.Contains("| happy | 4 | 50.0 % |", stats.Output);
    }

    [Fact]
    public async Task A_split_that_is_not_by_person_is_refused_and_not_written()
    {
        MienRun nobody = await MienProcess.RunAsync(_folder.Path, "dataset", "split", "image_folder", "faces");
        File.WriteAllLines(
            Path.Combine(_folder.Path, "faces", "people.csv"),
            ["file,person", .. from label in (string[])["happy", "sad"] from picture in Enumerable.Range(0, 4) select $"{label}/{picture}.png,person-{picture}"]);
        MienRun both = await MienProcess.RunAsync(_folder.Path, "dataset", "split", "image_folder", "faces", "--validation-people", "person-1", "--test-people", "person-1");
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "split")));
        MienRun good = await MienProcess.RunAsync(_folder.Path, "dataset", "split", "image_folder", "faces", "--folds", "2");

        Assert.Equal((2, 2, 0), (nobody.ExitCode, both.ExitCode, good.ExitCode));
        Assert.Contains("people.csv", Assert.Single(nobody.Sentences));
        Assert.Contains("person-1", Assert.Single(both.Sentences));
        Assert.Contains("fold-1: 4 items, 2 people", good.Output);
        Assert.Contains("split_file: '", File.ReadAllText(Path.Combine(_folder.Path, "split", "fold-2.yaml")));
        Assert.Equal(8, File.ReadLines(Path.Combine(_folder.Path, "split", "fold-2.csv")).Count(line => line.EndsWith(",test", StringComparison.Ordinal) || line.EndsWith(",validation", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Wrong_uses_are_one_sentence()
    {
        foreach (string[] arguments in (string[][])[["dataset"], ["dataset", "stats", "imagenet", "faces"], ["dataset", "stats", "emodb", "faces"], ["dataset", "split", "image_folder", "faces", "--folds", "1"]])
        {
            MienRun run = await MienProcess.RunAsync(_folder.Path, arguments);
            Assert.Equal(2, run.ExitCode);
            Assert.Single(run.Sentences);
        }
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string file, byte value)
    {
        string path = Path.Combine(_folder.Path, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using VideoFrame frame = new(32, 32);
        frame.Rgb.Span.Fill(value);
        File.WriteAllBytes(path, ImageCodec.EncodePng(frame));
    }
}
