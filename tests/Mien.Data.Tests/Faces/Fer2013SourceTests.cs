using System.Globalization;
using Mien.Core;
using Mien.Data.Faces;
using Mien.Data.Kinds;
using Mien.Data.Tests.Support;
using Mien.Preprocessing;

namespace Mien.Data.Tests.Faces;

public sealed class Fer2013SourceTests : IDisposable
{
    private const string VotesHeader = "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Kaggles_table_is_read_with_its_pixels_and_duplicates_are_found()
    {
        Pictures.WriteLines(_folder.Path, "fer2013.csv", "emotion,pixels,Usage", $"0,{Pixels(3)},Training", $"3,{Pixels(7)},PublicTest", $"6,{Pixels(3)},PrivateTest");

        IReadOnlyList<Fer2013Row> rows = Fer2013Source.Read(_folder.Path);

        Assert.Equal(["anger", "happy", "neutral"], rows.Select(row => row.Label));
        Assert.Equal([Fer2013Split.Training, Fer2013Split.PublicTest, Fer2013Split.PrivateTest], rows.Select(row => row.Split));
        Assert.Equal([false, false, true], rows.Select(row => row.DuplicateOfTraining));
        Assert.Equal((3, 48 * 48), (rows[0].Pixels!.Value.Span[0], rows[0].Pixels!.Value.Length));
        Assert.Equal(4, rows[0].Pixels!.Value.Span[1]);

        Fer2013Dataset dataset = new(_folder.Path, Fer2013Split.Training, new Fer2013Options(), new ImageSpec { Width = 48, Height = 48, Mean = new(0, 0, 0), Std = new(1, 1, 1) });
        float[] input = new float[3 * 48 * 48], target = new float[7];
        dataset.Read(0, new SampleBuffer(input, target), null);
        Assert.Equal(4 / 255f, input[1], 1e-6f);
        Assert.Equal(3, new Fer2013Kind().List(_folder.Path).Count(item => item.Pixels is not null));
    }

    [Theory]
    [InlineData("7,{0},Training", "emotion")]
    [InlineData("1,{0} 5,Training", "pixels")]
    [InlineData("1,1 2 3,Training", "pixels")]
    [InlineData("1,{0},Holdout", "Usage")]
    public void A_bad_row_is_named(string row, string what)
    {
        Pictures.WriteLines(_folder.Path, "fer2013.csv", "emotion,pixels,Usage", string.Format(CultureInfo.InvariantCulture, row, Pixels(1)));

        string message = Assert.Throws<UserErrorException>(() => Fer2013Source.Read(_folder.Path)).Message;

        Assert.Contains("line 2", message);
        Assert.Contains(what, message);
    }

    [Fact]
    public void FerPlus_gives_eight_labels_by_majority_and_soft_targets()
    {
        Pictures.WriteLines(_folder.Path, "fer2013.csv", "emotion,pixels,Usage", $"0,{Pixels(1)},Training", $"0,{Pixels(2)},Training", $"0,{Pixels(3)},Training", $"0,{Pixels(4)},Training");
        Pictures.WriteLines(
            _folder.Path, "fer2013new.csv", VotesHeader,
            "Training,a.png,1,0,0,0,2,0,0,7,0,0", // contempt
            "Training,b.png,0,0,0,0,3,0,0,0,7,0", // unknown
            "Training,c.png,0,0,0,0,5,5,0,0,0,0", // a tie
            "Training,d.png,0,4,0,6,0,0,0,0,0,0"); // sad
        ImageSpec spec = new() { Width = 48, Height = 48 };
        Fer2013Dataset plus = new(_folder.Path, Fer2013Split.Training, new Fer2013Options { LabelSource = Fer2013LabelSource.FerPlus, VoteWeight = 1 }, spec);
        float[] input = new float[3 * 48 * 48], target = new float[8];

        Assert.Equal([.. EmotionLabelSet.Shared7, "contempt"], plus.Labels);
        Assert.Equal(["contempt", "sad"], Enumerable.Range(0, plus.Count).Select(index => plus.Labels[plus.LabelOf(index)]));
        plus.Read(0, new SampleBuffer(input, target), null);
        Assert.Equal([0.1f, 0, 0, 0, 0, 0, 0.2f, 0.7f], target);
        Assert.Equal(4, new Fer2013Dataset(_folder.Path, Fer2013Split.Training, new Fer2013Options(), spec).Count);
    }

    [Fact]
    public void Folders_of_parts_and_labels_are_read()
    {
        FerFolder.WritePicture(_folder.Path, "train/angry/a.png", 10);
        FerFolder.WritePicture(_folder.Path, "test/happy/b.png", 20);

        Assert.Equal(
            [(Fer2013Split.PrivateTest, "happy"), (Fer2013Split.Training, "anger")],
            Fer2013Source.Read(_folder.Path).Select(row => (row.Split, row.Label)));

        FerFolder.WritePicture(_folder.Path, "train/bored/c.png", 10);
        Assert.Contains("bored", Assert.Throws<UserErrorException>(() => Fer2013Source.Read(_folder.Path)).Message);
    }

    public void Dispose() => _folder.Dispose();

    private static string Pixels(int first) => string.Join(' ', Enumerable.Range(0, 48 * 48).Select(index => (first + index) % 256));
}
